package dev.referrers.cosign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.Publication;
import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.SimpleSigning;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.MediaTypes;
import dev.referrers.repository.Blob;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import okio.ByteString;
import okio.Okio;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What cosign stored and we read, we store as cosign did. */
class CosignEncodingVectorsTest {

  /** With a time in its config, and with Docker's media types: both at cosign's caller's wish. */
  private static final Set<String> OTHER_MANIFESTS =
      Set.of("cosign2-sig-identity", "cosign2-sig-docker");

  static Stream<CosignVector> vectors() {
    return CosignVector.all().stream();
  }

  static Stream<CosignVector> signatures() {
    return vectors().filter(vector -> vector.kind().equals("simplesigning"));
  }

  /** The first layer of each manifest. */
  static Stream<CosignVector> manifests() {
    return vectors()
        .filter(vector -> vector.layer() == 0 && !OTHER_MANIFESTS.contains(vector.name()));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void layersAndAnnotationsAreTheSame(CosignVector vector) throws IOException {
    var encoded = CosignEncoding.standard().encode(subject(vector), read(vector));

    assertThat(encoded.layer().descriptor()).isEqualTo(vector.descriptor());
    assertThat(bytes(encoded.layer())).isEqualTo(vector.blob());
    assertThat(vector.tag()).endsWith(encoded.tag());
  }

  /** Where nothing is left of what was read but what it says. */
  @ParameterizedTest
  @MethodSource("signatures")
  void signaturesAreWrittenAnewAsCosignWritesThem(CosignVector vector) throws IOException {
    Attestation read = read(vector);

    var encoded =
        CosignEncoding.standard().encode(subject(vector), read.withMaterial(read.material()));

    assertThat(encoded.layer().descriptor()).isEqualTo(vector.descriptor());
  }

  @ParameterizedTest
  @MethodSource("signatures")
  void payloadsAreWrittenAsCosignWritesThem(CosignVector vector) throws IOException {
    var signed = (SimpleSigning) read(vector).content();

    assertThat(signed.readPayload().toJson()).isEqualTo(vector.blob());
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void manifestsAreTheSame(CosignVector vector) throws IOException {
    try (var store = new CosignStore()) {
      List<Attestation> all = new ArrayList<>();
      for (CosignVector each : ofManifest(vector)) {
        all.add(read(each));
      }

      List<Publication> done =
          CosignPublisher.into(store.repository).build().publishAll(subject(vector), all);

      assertThat(done).extracting(each -> each.manifest().digest()).containsOnly(vector.manifest());
    }
  }

  private static List<CosignVector> ofManifest(CosignVector vector) {
    return CosignVector.of(vector.name())
        .filter(each -> each.manifest().equals(vector.manifest()))
        .toList();
  }

  private static Attestation read(CosignVector vector) throws IOException {
    return SignedLayer.read(vector.descriptor(), vector.blob());
  }

  private static Descriptor subject(CosignVector vector) {
    return Descriptor.of(MediaTypes.IMAGE_MANIFEST, vector.subject(), 1);
  }

  private static ByteString bytes(Blob blob) throws IOException {
    try (var source = Okio.buffer(blob.open())) {
      return source.readByteString();
    }
  }
}
