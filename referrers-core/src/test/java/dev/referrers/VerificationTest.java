package dev.referrers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.VerificationReport.Failed;
import dev.referrers.VerificationReport.Judged;
import dev.referrers.VerificationReport.Result;
import dev.referrers.attestation.Artifact;
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
import dev.referrers.repository.Repository;
import dev.referrers.repository.ScriptedRepository;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VerificationTest {

  private static final Subject IMAGE = Subject.of(ByteString.encodeUtf8("image"));

  private interface Loading {
    Attestation load() throws IOException;
  }

  /** A blob of so many bytes, and what is told of it and what it holds. */
  private record Stored(Descriptor entry, @Nullable Boolean annotated, Loading loading)
      implements StoredAttestation {

    @Override
    public String layout() {
      return "test";
    }

    @Override
    public @Nullable Boolean told(AttestationQuery query) {
      return query.checked() ? null : annotated;
    }

    @Override
    public @Nullable Descriptor blob() {
      return entry.size() == 2 ? null : entry;
    }

    @Override
    public Attestation read(ByteString blob) throws IOException {
      return loading.load();
    }
  }

  private static final Repository BLOBS = new ScriptedRepository();

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
  void aConditionIsMetByOneThatHoldsOrNotKnown() throws IOException {
    assertThat(verify(GONE, GOOD).holds(each -> each.subject().equals(IMAGE))).isTrue();
    assertThat(verify(BAD, GOOD).holds(each -> false)).isFalse();
    assertThatThrownBy(() -> verify(GONE, GOOD).holds(each -> false))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void ofWhatIsRejectedOnlyTheReasonIsKept() throws IOException {
    var loads = new AtomicInteger();
    Candidate bad =
        candidate(
            () -> {
              loads.incrementAndGet();
              return signature("bad");
            });

    var rejected = (Verdict.Rejected) ((Judged) verify(bad).results().get(0)).verdict();

    assertThat(rejected.attestation()).isNull();
    assertThat(bad.attestation()).isEqualTo(signature("bad"));
    assertThat(loads).hasValue(2);
  }

  @Test
  void whatIsAnnotatedWronglyIsLookedIntoBeforeTheAnswerIsNo() throws IOException {
    var loads = new AtomicInteger();
    Candidate mislabelled =
        candidate(
            Descriptor.EMPTY_JSON,
            false,
            () -> {
              loads.incrementAndGet();
              return signature("good");
            });

    assertThat(verify(GOOD, mislabelled).results()).hasSize(1);
    assertThat(loads).hasValue(0);
    assertThat(verify(BAD, mislabelled).holds()).isTrue();
    assertThat(loads).hasValue(1);
  }

  @Test
  void whatTurnsOutToBeSomethingElseIsLeftOut() throws IOException {
    Loading other = () -> Attestation.of(new Artifact("text/plain", List.of()));

    assertThat(verify(BAD, candidate(Descriptor.EMPTY_JSON, null, other)).results()).hasSize(1);
    assertThat(verify(BAD, candidate(Descriptor.EMPTY_JSON, false, other)).results()).hasSize(1);
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
    return verification(candidates).verify(IMAGE, Expectation.SIGNATURE);
  }

  private static Verification verification(Candidate... candidates) {
    AttestationReader reader = (subject, query) -> Stream.of(candidates);
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
    return Verification.of(reader, verifier);
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
    return candidate(Descriptor.EMPTY_JSON, true, loading);
  }

  private static Candidate candidate(
      Descriptor blob, @Nullable Boolean annotated, Loading loading) {
    return Candidate.of(
        BLOBS, blob, List.of(Source.REFERRERS_API), new Stored(blob, annotated, loading));
  }
}
