package dev.referrers.manifest;

import static dev.referrers.oci.MediaTypes.ARTIFACT_MANIFEST;
import static dev.referrers.oci.MediaTypes.DOCKER_MANIFEST;
import static dev.referrers.oci.MediaTypes.DOCKER_MANIFEST_LIST;
import static dev.referrers.oci.MediaTypes.IMAGE_INDEX;
import static dev.referrers.oci.MediaTypes.IMAGE_MANIFEST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.error.MalformedContentException;
import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {

  private static final String EMPTY =
      """
      {"mediaType":"application/vnd.oci.empty.v1+json",\
      "digest":"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","size":2}""";
  private static final String IMAGE =
      "{\"schemaVersion\":2,\"config\":" + EMPTY + ",\"layers\":[" + EMPTY + "]}";
  private static final String INDEX = "{\"schemaVersion\":2,\"manifests\":[" + EMPTY + "]}";

  @Test
  void bodyTypeDecidesWithoutContentType() throws Exception {
    assertThat(parse(null, typed(IMAGE, IMAGE_MANIFEST))).isInstanceOf(ImageManifest.class);
    assertThat(parse(null, typed(IMAGE, DOCKER_MANIFEST))).isInstanceOf(ImageManifest.class);
    assertThat(parse("", typed(INDEX, IMAGE_INDEX))).isInstanceOf(ImageIndex.class);
    assertThat(parse(null, typed(INDEX, DOCKER_MANIFEST_LIST))).isInstanceOf(ImageIndex.class);
    assertThat(parse(null, typed(IMAGE, "application/x"))).isInstanceOf(OtherManifest.class);
  }

  @Test
  void contentTypeDecidesWithoutBodyType() throws Exception {
    assertThat(parse(DOCKER_MANIFEST, IMAGE).mediaType()).isEqualTo(DOCKER_MANIFEST);
    assertThat(parse(IMAGE_INDEX, INDEX)).isInstanceOf(ImageIndex.class);
    assertThat(parse("application/x", IMAGE)).isInstanceOf(OtherManifest.class);
    assertThat(parse(IMAGE_INDEX, typed(INDEX, ""))).isInstanceOf(ImageIndex.class);
  }

  @Test
  void membersDecideWithoutAnyType() throws Exception {
    assertThat(parse(null, IMAGE).mediaType()).isEqualTo(IMAGE_MANIFEST);
    assertThat(parse(null, INDEX).mediaType()).isEqualTo(IMAGE_INDEX);
    assertProblem(null, "{\"errors\":[]}", "expected a value but was missing at $.mediaType");
  }

  @ParameterizedTest
  @ValueSource(strings = {"; charset=utf-8", ";a=b;c=d", " ;"})
  void contentTypeParametersAreIgnored(String parameters) throws Exception {
    var manifest = parse(IMAGE_INDEX + parameters, typed(INDEX, IMAGE_INDEX));

    assertThat(manifest.mediaType()).isEqualTo(IMAGE_INDEX);
    assertThat(parse("Application/vnd.oci.image.index.V1+json", typed(INDEX, IMAGE_INDEX)))
        .isEqualTo(manifest);
  }

  @Test // S11 of distribution-spec, Pulling manifests
  void bodyTypeThatDiffersFromContentTypeIsRefused() {
    assertProblem(
        "application/json",
        typed(INDEX, IMAGE_INDEX),
        "expected \"application/json\" but was \"" + IMAGE_INDEX + "\" at $.mediaType");
    assertProblem(
        IMAGE_INDEX,
        typed(IMAGE, IMAGE_MANIFEST),
        "expected \"" + IMAGE_INDEX + "\" but was \"" + IMAGE_MANIFEST + "\" at $.mediaType");
  }

  @Test // CVE-2021-41190
  void imageAndIndexAtOnceIsRefused() {
    var both = "{\"config\":" + EMPTY + ",\"manifests\":[]}";

    assertProblem(
        IMAGE_MANIFEST, both, "expected an image manifest but it is an index too at $.manifests");
    assertProblem(
        IMAGE_INDEX, both, "expected an index but it is an image manifest too at $.config");
    assertProblem(
        null,
        "{\"manifests\":[],\"layers\":[]}",
        "expected an index but it is an image manifest too at $.layers");
    assertProblem(
        "application/x",
        both,
        "expected one kind of manifest but it is an image too at $.manifests");
  }

  @Test
  void schemaVersionOtherThanTwoIsRefused() throws Exception {
    assertProblem(
        IMAGE_MANIFEST,
        IMAGE.replace(":2,\"config", ":1,\"config"),
        "expected 2 but was 1 at $.schemaVersion");
    assertThat(parse(IMAGE_INDEX, "{\"manifests\":[]}")).isInstanceOf(ImageIndex.class);
  }

  @Test
  void equalityIsByKindTypeAndBytes() throws Exception {
    assertThat(parse(null, IMAGE)).isEqualTo(parse(IMAGE_MANIFEST, IMAGE));
    assertThat(parse(null, IMAGE)).hasSameHashCodeAs(parse(IMAGE_MANIFEST, IMAGE));
    assertThat(parse(null, IMAGE)).isNotEqualTo(parse(null, IMAGE + " "));
    assertThat(parse(null, IMAGE)).isNotEqualTo(parse(DOCKER_MANIFEST, IMAGE));
    assertThat(parse(null, IMAGE)).hasToString("ImageManifest " + parse(null, IMAGE).digest());
  }

  @Test
  void withdrawnArtifactManifestIsKnownByItsReferrerMembers() throws Exception {
    var json =
        "{\"mediaType\":\"%s\",\"artifactType\":\"a/b\",\"blobs\":[],\"subject\":%s,\"annotations\":{\"k\":\"v\"}}"
            .formatted(ARTIFACT_MANIFEST, EMPTY);

    var manifest = parse(ARTIFACT_MANIFEST, json);

    assertThat(manifest.subject()).isEqualTo(Descriptor.EMPTY_JSON);
    assertThat(manifest.asReferrer())
        .isEqualTo(
            manifest
                .descriptor()
                .withArtifactType("a/b")
                .withAnnotations(Annotations.of("k", "v")));
  }

  @Test
  void otherManifestMayUseTheNamesForSomethingElse() throws Exception {
    var manifest =
        parse(
            "application/x",
            "{\"schemaVersion\":1,\"artifactType\":5,\"subject\":{\"size\":-1},\"annotations\":[],\"config\":0}");

    assertThat(manifest.artifactType()).isNull();
    assertThat(manifest.subject()).isNull();
    assertThat(manifest.annotations()).isEqualTo(Annotations.NONE);
  }

  @Test
  void parsingAsOneKindRefusesAnother() {
    assertThatThrownBy(() -> ImageIndex.parse("Referrers list", ByteString.encodeUtf8(IMAGE)))
        .isInstanceOf(MalformedContentException.class)
        .hasMessage(
            "Referrers list: expected an image index but was %s at $.mediaType"
                .formatted(IMAGE_MANIFEST));
    assertThatThrownBy(() -> ImageManifest.parse("Manifest", ByteString.encodeUtf8(INDEX)))
        .hasMessage(
            "Manifest: expected an image manifest but was %s at $.mediaType"
                .formatted(IMAGE_INDEX));
  }

  private static String typed(String json, String mediaType) {
    return "{\"mediaType\":\"" + mediaType + "\"," + json.substring(1);
  }

  private static Manifest parse(@Nullable String contentType, String json)
      throws MalformedContentException {
    return Manifest.parse("Manifest", contentType, ByteString.encodeUtf8(json));
  }

  private static void assertProblem(@Nullable String contentType, String json, String problem) {
    assertThatThrownBy(() -> parse(contentType, json))
        .isInstanceOf(MalformedContentException.class)
        .hasMessage("Manifest: " + problem);
  }
}
