package dev.referrers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.attestation.Expectation;
import dev.referrers.attestation.Subject;
import dev.referrers.attestation.UnsignedStatement;
import dev.referrers.attestation.Verdict;
import dev.referrers.attestation.Verdict.Reason;
import dev.referrers.error.LimitExceededException;
import dev.referrers.error.NotFoundException;
import dev.referrers.error.UndeterminedException;
import dev.referrers.key.KeyVerifier;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.testing.Behaviour;
import dev.referrers.testing.Route;
import java.io.IOException;
import java.security.KeyPairGenerator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What BuildKit keeps inside an index. */
class IndexAttestationsTest {

  private static final Digest IMAGE =
      Digest.parse("sha256:f212bf085cea246a39e65b6b596acdbc6de090869577e51c53cc61165e4acc14");
  private static final Digest OLDER =
      Digest.parse("sha256:d52cb2e3c870e8ba276246638549f1bb45b68ded58923fd63da79e5b83541f85");
  private static final Digest NEWER =
      Digest.parse("sha256:fcb2d691dd7b2768edc789776ba4822b08dd550dce781cf7670c429e4001e42b");
  private static final String OLDER_MANIFEST =
      "sha256:afbcab75e98e8d182c359457fbf617f3c8822c857dae6ef7a30fe0047294e621";

  private final DiscoveryFixture fixture = new DiscoveryFixture(Behaviour.specified());

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void findsTheStatementsAboutAPlatform() throws IOException {
    StoredVector.load("hand-buildkit-index", fixture.stored);
    var inIndex = IndexAttestations.in(fixture.repository, OLDER);

    List<Candidate> found = inIndex.list(IMAGE, AttestationQuery.ALL.withPredicateType("spdx"));

    assertThat(fixture.asked()).containsExactly("GET manifests", "GET manifests");
    assertThat(found).singleElement().returns("buildkit", Candidate::layout);
    assertThat(found.get(0).origins()).containsExactly(Source.IN_INDEX);
    assertThat(found.get(0).descriptor().digest()).hasToString(OLDER_MANIFEST);
    assertThat(found.get(0).attestation().content()).isInstanceOf(UnsignedStatement.class);
    assertThat(inIndex.list(IMAGE, AttestationQuery.SIGNATURES)).isEmpty();
    assertThat(inIndex.list(OLDER, AttestationQuery.ALL)).isEmpty();
    assertThat(fixture.registry.count(Route.GET_MANIFEST)).isEqualTo(2);
  }

  @Test
  void whatIsAReferrerTooIsFoundOnce() throws IOException {
    StoredVector.load("hand-buildkit-index-subject", fixture.stored);
    var view =
        Attestations.in(fixture.repository)
            .with(ReferrerDecoder.buildkit())
            .with(IndexAttestations.in(fixture.repository, NEWER));

    assertThat(view.list(IMAGE, AttestationQuery.ALL))
        .singleElement()
        .returns(List.of(Source.REFERRERS_API, Source.IN_INDEX), Candidate::origins);
  }

  @Test
  void nobodyHasSignedThem() throws Exception {
    StoredVector.load("hand-buildkit-index", fixture.stored);
    var key = KeyPairGenerator.getInstance("EC").generateKeyPair().getPublic();

    VerificationReport report =
        Verification.of(IndexAttestations.in(fixture.repository, OLDER), KeyVerifier.of(key))
            .verify(Subject.of(IMAGE), Expectation.attestation("spdx"));

    assertThat(report.holds()).isFalse();
    assertThat(report.results())
        .singleElement()
        .extracting(result -> ((VerificationReport.Judged) result).verdict())
        .isEqualTo(
            new Verdict.Rejected(
                null, Reason.UNSIGNED, "Expected a signed attestation but it is not signed"));
  }

  @Test
  void anImageHasNoneInside() throws IOException {
    var inImage = IndexAttestations.in(fixture.repository, fixture.image.digest());

    assertThat(inImage.list(IMAGE, AttestationQuery.ALL)).isEmpty();
  }

  @Test
  void anIndexThatCannotBeReadIsNoEmptyOne() throws IOException {
    assertThatThrownBy(
            () -> IndexAttestations.in(fixture.repository, OLDER).list(IMAGE, AttestationQuery.ALL))
        .isInstanceOf(UndeterminedException.class)
        .hasMessageContaining("index " + OLDER + " failed");
  }

  /** As where only some of the platforms were copied. */
  @Test
  void aManifestThatIsGoneIsACandidateThatCannotBeRead() throws IOException {
    StoredVector.load("hand-buildkit-index", fixture.stored);
    fixture.stored.deleteManifest(OLDER_MANIFEST);

    List<Candidate> found =
        IndexAttestations.in(fixture.repository, OLDER).list(IMAGE, AttestationQuery.ALL);

    assertThat(found).hasSize(1);
    assertThatThrownBy(() -> found.get(0).attestation()).isInstanceOf(NotFoundException.class);
  }

  @Test
  void aStatementThatIsTooLargeIsNotFetched() {
    var huge =
        new StatementLayer(
            Descriptor.of(StatementLayer.MEDIA_TYPE, IMAGE, IndexAttestations.MAX_BYTES + 1L));
    var largest =
        new StatementLayer(
            Descriptor.of(StatementLayer.MEDIA_TYPE, IMAGE, IndexAttestations.MAX_BYTES));

    assertThatThrownBy(huge::blob)
        .isInstanceOf(LimitExceededException.class)
        .hasMessage(
            "Layer %s is longer than 41943040 bytes (IndexAttestations.MAX_BYTES)"
                .formatted(IMAGE));
    assertThatCode(largest::blob).doesNotThrowAnyException();
  }
}
