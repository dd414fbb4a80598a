package dev.referrers.cosign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.AttestationQuery;
import dev.referrers.Candidate;
import dev.referrers.Source;
import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.Envelope;
import dev.referrers.attestation.Expectation;
import dev.referrers.attestation.SimpleSigning;
import dev.referrers.attestation.Statement;
import dev.referrers.attestation.Subject;
import dev.referrers.attestation.Verdict;
import dev.referrers.attestation.Verdict.Reason;
import dev.referrers.attestation.Verdict.Rejected;
import dev.referrers.attestation.Verdict.Verified;
import dev.referrers.attestation.VerificationMaterial;
import dev.referrers.attestation.VerificationMaterial.CertificateChain;
import dev.referrers.key.KeyVerifier;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an implementation independent of ours found under cosign's tags, we find too. */
class CosignTagsVectorsTest {

  static Stream<CosignVector> vectors() {
    return CosignVector.all().stream();
  }

  @Test
  void vectorsAreThere() {
    assertThat(vectors()).hasSize(43);
    assertThat(vectors().map(CosignVector::key).distinct())
        .containsExactlyInAnyOrder(
            "ec-p256", "ec-p256-v2", "rsa2048", "p384", "p521", "ed25519", "leaf");
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void areFoundAsTheyAre(CosignVector vector) throws IOException {
    Candidate candidate = find(vector);

    Attestation attestation = candidate.attestation();

    assertThat(candidate.descriptor().digest()).isEqualTo(vector.manifest());
    assertThat(candidate.origins()).containsExactly(Source.COSIGN_TAG);
    assertThat(candidate.layout()).isEqualTo("cosign");
    assertThat(attestation.original())
        .isEqualTo(
            new Attestation.Original(
                vector.descriptor().mediaType(), vector.blob(), vector.descriptor().annotations()));
    assertThat(attestation.annotations().isEmpty()).isTrue();
    assertThat(predicateType(attestation)).isEqualTo(vector.predicateType());
    if (vector.kind().equals("simplesigning")) {
      assertThat(attestation.content())
          .isInstanceOfSatisfying(
              SimpleSigning.class,
              signing -> assertThat(signing.payload()).isEqualTo(blob(vector)));
    }
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void holdByTheirKey(CosignVector vector) throws IOException {
    Attestation found = find(vector).attestation();
    // a key is not asked for what comes with a certificate
    Attestation bare = found.withMaterial(VerificationMaterial.NONE);

    assertThat(verify(bare, vector, vector.key())).isInstanceOf(Verified.class);
    assertThat(verify(bare, vector, vector.key().equals("p384") ? "p521" : "p384"))
        .extracting("reason")
        .isEqualTo(Reason.SIGNATURE);
    assertThat(verify(found, vector, vector.key()))
        .isInstanceOf(
            found.material().keyMaterial() instanceof CertificateChain
                ? Rejected.class
                : Verified.class);
  }

  @Test
  void everyAnnotationIsRead() throws IOException {
    CosignVector vector = CosignVector.of("cosign2-sig-rekor-tsr").findFirst().orElseThrow();
    VerificationMaterial material = find(vector).attestation().material();

    assertThat(certificates(material)).hasSize(3);
    assertThat(material.timestamps()).hasSize(1);
    assertThat(material.timestamps().get(0).envelope()).isNull();
    assertThat(material.logEntries())
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.logIndex()).isEqualTo(42);
              assertThat(entry.kind()).isEqualTo("hashedrekord");
              assertThat(entry.version()).isEqualTo("0.0.1");
              assertThat(entry.integratedTime()).hasToString("2026-11-24T06:51:35Z");
              assertThat(entry.logId().hex()).startsWith("f0fd4dea");
              assertThat(entry.signedEntryTimestamp()).isNotNull();
              assertThat(entry.inclusionProof()).isNull();
            });
  }

  /** cosign 2 leaves the annotation out when it signs, and leaves it empty when it attests. */
  @Test
  void aChainMayBeAbsentOrEmpty() throws IOException {
    for (String name : List.of("cosign2-sig-certnochain", "cosign2-sig-cert", "cosign2-att-cert")) {
      CosignVector vector = CosignVector.of(name).findFirst().orElseThrow();
      @Nullable String chain = vector.descriptor().annotations().get("dev.sigstore.cosign/chain");
      var material = find(vector).attestation().material();

      assertThat(certificates(material)).as(name).hasSize(chain == null || chain.isEmpty() ? 1 : 3);
    }
  }

  @Test
  void claimsAreThoseOfTheSigner() throws IOException {
    CosignVector vector = CosignVector.of("cosign2-sig-multi").toList().get(1);
    var signed = (SimpleSigning) find(vector).attestation().content();

    assertThat(signed.readPayload().optional())
        .containsEntry("env", "prod")
        .containsEntry("team", "a&b<c>")
        .hasSize(2);
  }

  private static Candidate find(CosignVector vector) throws IOException {
    try (var store = new CosignStore()) {
      vector.storeIn(store.stored);
      String prefix = vector.tag().substring(0, vector.tag().indexOf("sha256-"));

      List<Candidate> found =
          CosignTags.in(store.repository)
              .withPrefix(prefix)
              .list(vector.subject(), AttestationQuery.ALL);

      Candidate candidate = found.get(vector.layer());
      candidate.attestation(); // while the registry is there
      return candidate;
    }
  }

  private static Verdict verify(Attestation attestation, CosignVector vector, String key)
      throws IOException {
    Expectation expected =
        vector.predicateType() == null
            ? Expectation.SIGNATURE
            : Expectation.attestation(vector.predicateType());
    return KeyVerifier.of(CosignVector.key(key))
        .verify(attestation, Subject.of(vector.subject()), expected);
  }

  private static List<ByteString> certificates(VerificationMaterial material) {
    var chain = (CertificateChain) Objects.requireNonNull(material.keyMaterial());
    return chain.certificates();
  }

  private static @Nullable String predicateType(Attestation attestation) throws IOException {
    return attestation.content() instanceof Envelope envelope
        ? Statement.parse(envelope.payload()).predicateType()
        : null;
  }

  private static ByteString blob(CosignVector vector) {
    try {
      return vector.blob();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
