package dev.referrers.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.error.MalformedContentException;
import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.MediaTypes;
import dev.referrers.oci.Platform;
import java.util.List;
import java.util.Map;
import okio.ByteString;
import org.junit.jupiter.api.Test;

class ImageIndexTest {

  private static final Descriptor ENTRY =
      Descriptor.of(MediaTypes.IMAGE_MANIFEST, ByteString.encodeUtf8("x"));

  /** With members that we don't know at every level, written as no encoder of ours would. */
  private static final String FOREIGN =
      """
      {"x-top":{"n":1.50,"e":"<\\u00e9>"},"schemaVersion":2,\
      "mediaType":"application/vnd.oci.image.index.v1+json","manifests":[\
      {"x-entry":[ 1, 2 ],"mediaType":"m/t","size":5,\
      "digest":"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",\
      "platform":{"os":"linux","x-platform":-0,"architecture":"arm64"},\
      "artifactType":"application/vnd.dev.sigstore.bundle+json;version=0.3"}],\
      "annotations":{"k":"v"}}""";

  @Test // distribution-spec, Pushing manifests with subject
  void emptyReferrersListHasTheBytesThatEverybodyWrites() {
    assertThat(ImageIndex.builder().build().bytes().utf8())
        .isEqualTo(
            """
            {"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[]}""");
  }

  @Test
  void writesMembersInTheOrderOfOras() {
    var platform = new Platform("arm", "linux", "1", List.of("f"), "v7", List.of("g"), Map.of());
    var entry =
        new Descriptor(
            "m/t",
            ENTRY.digest(),
            1,
            "a/b",
            Annotations.of("k", "v"),
            platform,
            List.of("https://e.example/?a&b"),
            ByteString.encodeUtf8("x"),
            Map.of());

    var index = ImageIndex.builder().addManifest(entry).artifactType("i/t").subject(ENTRY).build();

    assertThat(index.bytes().utf8())
        .contains("\"mediaType\":\"" + MediaTypes.IMAGE_INDEX + "\",\"artifactType\":\"i/t\",")
        .contains(
            ("{'mediaType':'m/t','digest':'%s','size':1,'urls':['https://e.example/?a\\u0026b'],"
                    + "'annotations':{'k':'v'},'data':'eA==','platform':{'architecture':'arm','os':'linux',"
                    + "'os.version':'1','os.features':['f'],'variant':'v7','features':['g']},'artifactType':'a/b'}],"
                    + "'subject':{")
                .replace('\'', '"')
                .formatted(ENTRY.digest()));
    assertThat(index.manifests()).containsExactly(entry);
    assertThat(index.asReferrer().artifactType()).isEqualTo("i/t");
  }

  @Test
  void unknownMembersSurviveAtEveryLevel() throws Exception {
    var index = parse(FOREIGN).newBuilder().addManifest(ENTRY).build();

    assertThat(index.otherFields())
        .containsExactly(
            Map.entry("x-top", ByteString.encodeUtf8("{\"n\":1.50,\"e\":\"<\\u00e9>\"}")));
    assertThat(index.bytes().utf8())
        .contains("\"x-top\":{\"n\":1.50,\"e\":\"<\\u00e9>\"}", "\"x-entry\":[ 1, 2 ]")
        .contains("{\"architecture\":\"arm64\",\"os\":\"linux\",\"x-platform\":-0}");
    assertThat(index.manifests()).containsExactly(parse(FOREIGN).manifests().get(0), ENTRY);
    assertThat(index.annotations()).isEqualTo(Annotations.of("k", "v"));
  }

  @Test
  void keepsOddArtifactTypesOfEntries() throws Exception {
    var index = parse(FOREIGN);

    assertThat(index.manifests().get(0).artifactType())
        .isEqualTo("application/vnd.dev.sigstore.bundle+json;version=0.3");
    assertThat(ImageIndex.builder().manifests(index.manifests()).build().manifests())
        .isEqualTo(index.manifests());
  }

  @Test
  void withoutArtifactTypeIsListedWithoutOne() throws Exception {
    assertThat(parse(FOREIGN).asReferrer())
        .isEqualTo(parse(FOREIGN).descriptor().withAnnotations(Annotations.of("k", "v")));
  }

  @Test
  void nullEntriesAreNoneButMissingOnesAreAnError() throws Exception {
    assertThat(parse("{\"schemaVersion\":2,\"manifests\":null}").manifests()).isEmpty();
    assertThatThrownBy(
            () ->
                Manifest.parse(
                    "Referrers list", MediaTypes.IMAGE_INDEX, ByteString.encodeUtf8("{}")))
        .isInstanceOf(MalformedContentException.class)
        .hasMessage("Referrers list: expected a value but was missing at $.manifests");
  }

  @Test
  void refusesRawMembersThatAreNoJsonOrRepeatAKnownOne() {
    assertThatThrownBy(() -> ImageIndex.builder().addManifest(withField("x", "nonsense")).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Index: expected JSON but was \"nonsense\" at byte");
    assertThatThrownBy(() -> ImageIndex.builder().addManifest(withField("size", "1")).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Index: expected every member once but this one is repeated at $.manifests[0].size");
  }

  private static Descriptor withField(String name, String json) {
    return new Descriptor(
        ENTRY.mediaType(),
        ENTRY.digest(),
        ENTRY.size(),
        null,
        Annotations.NONE,
        null,
        List.of(),
        null,
        Map.of(name, ByteString.encodeUtf8(json)));
  }

  private static ImageIndex parse(String json) throws MalformedContentException {
    return ImageIndex.parse("Index", ByteString.encodeUtf8(json));
  }
}
