package dev.referrers.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.MediaTypes;
import java.util.List;
import okio.ByteString;
import org.junit.jupiter.api.Test;

class ImageManifestTest {

  private static final Descriptor LAYER =
      Descriptor.of("application/spdx+json", ByteString.encodeUtf8("{ }"));
  private static final String PARAMETERS = "application/vnd.dev.sigstore.bundle+json;version=0.3";

  @Test
  void writesMembersInTheOrderOfOras() {
    var manifest =
        ImageManifest.builder(Descriptor.EMPTY_JSON)
            .artifactType("application/spdx+json")
            .addLayer(LAYER)
            .subject(Descriptor.of(MediaTypes.IMAGE_MANIFEST, LAYER.digest(), 3))
            .annotations(Annotations.of("b", "<").with("a", ""))
            .build();

    assertThat(manifest.bytes().utf8())
        .isEqualTo(
            ("{'schemaVersion':2,'mediaType':'application/vnd.oci.image.manifest.v1+json',"
                    + "'artifactType':'application/spdx+json',"
                    + "'config':{'mediaType':'application/vnd.oci.empty.v1+json','digest':'%s','size':2},"
                    + "'layers':[{'mediaType':'application/spdx+json','digest':'%s','size':3}],"
                    + "'subject':{'mediaType':'application/vnd.oci.image.manifest.v1+json','digest':'%2$s','size':3},"
                    + "'annotations':{'a':'','b':'\\u003c'}}")
                .replace('\'', '"')
                .formatted(Descriptor.EMPTY_JSON.digest(), LAYER.digest()));
  }

  @Test
  void isWhatItsBytesSay() throws Exception {
    var built = ImageManifest.builder(LAYER).layers(List.of(LAYER, LAYER)).build();

    assertThat(ImageManifest.parse("Manifest", built.bytes())).isEqualTo(built);
    assertThat(built.layers()).containsExactly(LAYER, LAYER);
    assertThat(built.config()).isEqualTo(LAYER);
    assertThat(built.subject()).isNull();
  }

  @Test
  void isListedByTheConfigTypeWithoutArtifactType() {
    var untyped = ImageManifest.builder(LAYER).build();
    var typed = untyped.newBuilder().artifactType("application/x").build();

    assertThat(untyped.artifactType()).isNull();
    assertThat(untyped.asReferrer().artifactType()).isEqualTo("application/spdx+json");
    assertThat(typed.asReferrer().artifactType()).isEqualTo("application/x");
  }

  @Test
  void emptyConfigNeedsArtifactTypeOnWritingOnly() throws Exception {
    var typed = ImageManifest.builder(Descriptor.EMPTY_JSON).artifactType("a/b").build();
    var bytes = typed.bytes().utf8().replace("\"artifactType\":\"a/b\",", "");

    assertThat(ImageManifest.parse("Manifest", ByteString.encodeUtf8(bytes)).artifactType())
        .isNull();
    assertThatThrownBy(() -> typed.newBuilder().artifactType(null).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Manifest with the empty config needs an artifactType but has none");
  }

  @Test
  void refusesToWriteInvalidMediaTypes() {
    var odd = LAYER.withMediaType(PARAMETERS);
    var builder = ImageManifest.builder(LAYER);

    assertThatThrownBy(() -> builder.artifactType(PARAMETERS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "artifactType needs the form type/subtype without parameters but is \"%s\"",
            PARAMETERS);
    assertThatThrownBy(() -> builder.addLayer(odd))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Media type of " + LAYER.digest() + " needs the form");
    assertThatThrownBy(() -> builder.config(odd)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.subject(odd)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ImageManifest.builder(odd))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void keepsInvalidMediaTypesThatWereRead() throws Exception {
    var bytes = ImageManifest.builder(LAYER).addLayer(LAYER).build().bytes().utf8();
    var odd = ByteString.encodeUtf8(bytes.replace("application/spdx+json", PARAMETERS));

    var manifest = ImageManifest.parse("Manifest", odd);

    assertThat(manifest.asReferrer().artifactType()).isEqualTo(PARAMETERS);
    assertThat(manifest.newBuilder().build()).isEqualTo(manifest);
  }

  @Test
  void nullsCountAsAbsent() throws Exception {
    var json =
        "{\"mediaType\":null,\"artifactType\":null,\"config\":%s,\"layers\":null,\"subject\":null,\"annotations\":null}"
            .formatted(
                "{\"mediaType\":\"a/b\",\"digest\":\"%s\",\"size\":3,\"urls\":null,\"annotations\":null,\"data\":null,\"platform\":null,\"artifactType\":\"\"}"
                    .formatted(LAYER.digest()));

    var manifest = ImageManifest.parse("Manifest", ByteString.encodeUtf8(json));

    assertThat(manifest.config()).isEqualTo(LAYER.withMediaType("a/b"));
    assertThat(manifest.layers()).isEmpty();
    assertThat(manifest.newBuilder().build())
        .isEqualTo(ImageManifest.builder(manifest.config()).build());
  }
}
