package dev.referrers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.VerificationReport.Failed;
import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.AttestationVerifier;
import dev.referrers.attestation.Expectation;
import dev.referrers.attestation.MessageSignature;
import dev.referrers.attestation.Subject;
import dev.referrers.attestation.Verdict;
import dev.referrers.error.LimitExceededException;
import dev.referrers.oci.Descriptor;
import dev.referrers.testing.Behaviour;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Six signatures of 1000 bytes each. */
class VerificationMemoryTest {

  private final DiscoveryFixture fixture = new DiscoveryFixture(Behaviour.specified());
  private final CyclicBarrier three = new CyclicBarrier(3);

  private record Stored(Descriptor entry, @Nullable Boolean told, Runnable loaded)
      implements StoredAttestation {

    @Override
    public String layout() {
      return "test";
    }

    @Override
    public @Nullable Boolean told(AttestationQuery query) {
      return told;
    }

    @Override
    public @Nullable Descriptor blob() {
      return entry;
    }

    @Override
    public Attestation read(ByteString blob) {
      loaded.run();
      return Attestation.of(new MessageSignature(blob, null));
    }
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void whatIsRejectedMakesRoomForOthers() throws IOException {
    VerificationReport report = verify(2000, false);

    assertThat(report.results()).hasSize(6).noneMatch(Failed.class::isInstance);
    assertThat(three.isBroken()).isTrue();
  }

  @Test
  void whatIsVerifiedStaysAndWhatNoLongerFitsIsNotKnown() throws IOException {
    VerificationReport report = verify(2999, true);

    assertThat(report.holds()).isTrue();
    assertThat(report.verified()).hasSize(2);
    assertThat(report.results()).filteredOn(Failed.class::isInstance).hasSize(4);
    assertThatThrownBy(() -> report.holds(each -> false))
        .isInstanceOf(LimitExceededException.class)
        .hasMessage(
            "Report on %s is longer than 2999 bytes (Verification.withMemory)"
                .formatted(fixture.image.digest()));
  }

  @Test
  void allOfItFitsWhereThereIsRoom() throws IOException {
    assertThat(verify(6000, true).verified()).hasSize(6);
    assertThat(three.isBroken()).isFalse();
  }

  /** They are loaded one after the other to find the newest, and again to be verified. */
  @Test
  void whatWasLoadedToChooseCountsToo() throws IOException {
    three.reset();
    AttestationQuery newest = AttestationQuery.SIGNATURES.withNewest(6);

    VerificationReport report = verify(2999, true, newest, null);

    assertThat(report.verified()).hasSize(2);
    assertThat(report.results()).filteredOn(Failed.class::isInstance).hasSize(4);
  }

  @Test
  void needsSomeMemory() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> verify(0, true))
        .withMessage("Verification needs some memory but has 0");
  }

  /** Gives up for good when three are not held at once. */
  private void meetTwoOthers() {
    try {
      three.await(200, TimeUnit.MILLISECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      // the barrier tells
    }
  }

  private VerificationReport verify(long memory, boolean good) throws IOException {
    return verify(memory, good, AttestationQuery.of(Expectation.SIGNATURE), true);
  }

  private VerificationReport verify(
      long memory, boolean good, AttestationQuery query, @Nullable Boolean told)
      throws IOException {
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      var blob = fixture.stored.pushBlob(ByteString.encodeUtf8(i + "x".repeat(999)));
      var stored = new Stored(blob, told, this::meetTwoOthers);
      candidates.add(Candidate.of(fixture.repository, blob, List.of(Source.REFERRERS_API), stored));
    }
    AttestationVerifier verifier =
        (attestation, subject, expected) -> {
          return good
              ? new Verdict.Verified(
                  attestation,
                  subject,
                  null,
                  null,
                  new Verdict.Signatory.Identity("a@b.example", null),
                  List.of())
              : new Verdict.Rejected(attestation, Verdict.Reason.SIGNATURE, "No");
        };
    return Verification.of((subject, any) -> candidates.stream(), verifier)
        .withMemory(memory)
        .verify(Subject.of(fixture.image.digest()), Expectation.SIGNATURE, query);
  }
}
