package dev.referrers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.VerificationReport.Failed;
import dev.referrers.VerificationReport.Judged;
import dev.referrers.VerificationReport.Result;
import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.AttestationVerifier;
import dev.referrers.attestation.Expectation;
import dev.referrers.attestation.MessageSignature;
import dev.referrers.attestation.Subject;
import dev.referrers.attestation.Verdict;
import dev.referrers.attestation.Verdict.Reason;
import dev.referrers.error.MalformedContentException;
import dev.referrers.error.NotFoundException;
import dev.referrers.oci.Descriptor;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VerificationTest {

  private static final Subject IMAGE = Subject.of(ByteString.encodeUtf8("image"));

  private interface Loading {
    Attestation load() throws IOException;
  }

  private record Found(Descriptor descriptor, Loading loading) implements Candidate {

    @Override
    public List<Source> origins() {
      return List.of(Source.REFERRERS_API);
    }

    @Override
    public String layout() {
      return "test";
    }

    @Override
    public Attestation attestation() throws IOException {
      return loading.load();
    }
  }

  private static final Candidate GOOD = candidate(() -> signature("good"));
  private static final Candidate BAD = candidate(() -> signature("bad"));
  private static final Candidate BROKEN =
      candidate(
          () -> {
            throw new MalformedContentException("Bundle", "expected JSON", null, null);
          });
  private static final Candidate GONE =
      candidate(
          () -> {
            throw new NotFoundException("Blob", "registry.example/acme/api");
          });

  @Test
  void givesAVerdictOnEachCandidate() throws IOException {
    VerificationReport report = verify(BAD, GOOD, BROKEN);

    assertThat(report.holds()).isTrue();
    assertThat(report.verified()).hasSize(1);
    assertThat(report.results())
        .extracting(VerificationTest::reason)
        .containsExactly(Reason.SIGNATURE, null, Reason.MALFORMED);
    assertThat(report.results()).extracting(Result::candidate).containsExactly(BAD, GOOD, BROKEN);
  }

  @Test
  void nothingThatHoldsIsANegativeAnswer() throws IOException {
    assertThat(verify().holds()).isFalse();
    assertThat(verify(BAD, BROKEN).holds()).isFalse();
  }

  @Test
  void whatCouldNotBeHadIsAnErrorUnlessAnotherHolds() throws IOException {
    assertThat(verify(GONE, GOOD).holds()).isTrue();
    assertThat(verify(GONE).results().get(0)).isInstanceOf(Failed.class);
    assertThatThrownBy(() -> verify(BAD, GONE).holds()).isInstanceOf(NotFoundException.class);
  }

  @Test
  void anInterruptEndsIt() {
    var interrupted =
        candidate(
            () -> {
              throw new InterruptedIOException();
            });

    assertThatThrownBy(() -> verify(interrupted, GOOD)).isInstanceOf(InterruptedIOException.class);
  }

  private static VerificationReport verify(Candidate... candidates) throws IOException {
    AttestationReader reader = (subject, query) -> List.of(candidates).stream();
    AttestationVerifier verifier =
        (attestation, subject, expected) ->
            attestation.equals(signature("good"))
                ? new Verdict.Verified(
                    attestation,
                    subject,
                    null,
                    null,
                    new Verdict.Signatory.Identity("a@b.example", null),
                    List.of())
                : new Verdict.Rejected(attestation, Reason.SIGNATURE, "No");
    return Verification.of(reader, verifier).verify(IMAGE, Expectation.SIGNATURE);
  }

  private static @Nullable Reason reason(Result result) {
    return result instanceof Judged judged && judged.verdict() instanceof Verdict.Rejected rejected
        ? rejected.reason()
        : null;
  }

  private static Attestation signature(String text) {
    return Attestation.of(new MessageSignature(ByteString.encodeUtf8(text), null));
  }

  private static Candidate candidate(Loading loading) {
    return new Found(Descriptor.EMPTY_JSON, loading);
  }
}
