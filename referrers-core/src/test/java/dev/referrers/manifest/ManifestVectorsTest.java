package dev.referrers.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.manifest.Vectors.Vector;
import dev.referrers.oci.Descriptor;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestVectorsTest {

  static Stream<Vector> manifests() {
    return Vectors.manifests();
  }

  static Stream<Vector> writtenInOrasKeyOrder() {
    return Stream.of(
            "oras-attach",
            "oras-attach-index",
            "oras-attach-tagschema",
            "regctl-artifact",
            "regctl-sha512",
            "regctl-sha512-tagschema",
            "hand-buildkit-index")
        .flatMap(Vectors::manifests);
  }

  @Test
  void vectorsAreThere() {
    assertThat(Vectors.manifests()).hasSizeGreaterThan(40);
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void keepsTheBytesThatTheDigestIsOver(Vector vector) throws IOException {
    var manifest = vector.parse();

    assertThat(manifest.bytes()).isEqualTo(vector.bytes());
    assertThat(vector.digest().of(manifest.bytes())).isEqualTo(vector.digest());
    assertThat(manifest.descriptor())
        .isEqualTo(Descriptor.of(manifest.mediaType(), manifest.digest(), vector.bytes().size()));
  }

  @ParameterizedTest
  @MethodSource("writtenInOrasKeyOrder")
  void rebuildsTheSameBytes(Vector vector) throws IOException {
    assertThat(rebuilt(vector.parse())).isEqualTo(vector.parse());
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void rebuildsTheSameMeaning(Vector vector) throws IOException {
    var manifest = vector.parse();
    var rebuilt = rebuilt(manifest);

    assertThat(rebuilt.mediaType()).isEqualTo(manifest.mediaType());
    assertThat(rebuilt.subject()).isEqualTo(manifest.subject());
    assertThat(rebuilt.asReferrer().artifactType()).isEqualTo(manifest.asReferrer().artifactType());
    assertThat(rebuilt.annotations()).isEqualTo(manifest.annotations());
    assertThat(blobsOrEntries(rebuilt)).isEqualTo(blobsOrEntries(manifest));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "oras-attach",
        "oras-attach-index",
        "regctl-artifact",
        "regctl-sha512",
        "cosign3-sign",
        "hand-buildkit-index"
      })
  void describesReferrersAsTheRegistryListsThem(String name) throws IOException {
    var byDigest = new HashMap<String, Descriptor>();
    for (var vector : Vectors.manifests(name).toList()) {
      byDigest.put(vector.digest().toString(), vector.parse().asReferrer());
    }

    for (var list : Vectors.referrersLists(name).toList()) {
      for (var entry : ImageIndex.parse("Referrers list", list.bytes()).manifests()) {
        assertThat(byDigest).containsEntry(entry.digest().toString(), entry);
      }
    }
  }

  @Test
  void keepsEntriesOfOtherWritersWhenOneIsAppended() throws IOException {
    var mixed = Vectors.manifests("mixed-tagschema").filter(v -> isIndex(v)).findFirst();
    var index = ImageIndex.parse("Index", mixed.orElseThrow().bytes());
    var added = Descriptor.of("application/x", ByteString.encodeUtf8("{}"));

    var appended = index.newBuilder().addManifest(added).build();

    assertThat(appended.manifests()).startsWith(index.manifests().toArray(new Descriptor[0]));
    assertThat(appended.manifests()).endsWith(added).hasSize(5);
  }

  private static boolean isIndex(Vector vector) {
    return vector.bytes().utf8().contains("\"manifests\"");
  }

  private static Manifest rebuilt(Manifest manifest) {
    return manifest instanceof ImageIndex index
        ? index.newBuilder().build()
        : ((ImageManifest) manifest).newBuilder().build();
  }

  private static Map<String, Object> blobsOrEntries(Manifest manifest) {
    return manifest instanceof ImageManifest image
        ? Map.of("config", image.config(), "layers", image.layers())
        : Map.of("manifests", ((ImageIndex) manifest).manifests());
  }
}
