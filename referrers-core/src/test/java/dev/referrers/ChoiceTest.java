package dev.referrers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.UnsignedStatement;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.ScriptedRepository;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChoiceTest {

  private static final AttestationQuery SPDX = AttestationQuery.ALL.withPredicateType("spdx");

  /** Reading one takes until the other is read too. */
  private record Meeting(CyclicBarrier barrier) implements StoredAttestation {

    @Override
    public String layout() {
      return "test";
    }

    @Override
    public Descriptor entry() {
      return Descriptor.EMPTY_JSON;
    }

    @Override
    public @Nullable Boolean told(AttestationQuery query) {
      return query.told(null);
    }

    @Override
    public @Nullable Descriptor blob() {
      return null;
    }

    @Override
    public Attestation read(ByteString blob) throws IOException {
      try {
        barrier.await(10, TimeUnit.SECONDS);
      } catch (Exception e) {
        throw new IOException(e);
      }
      return Attestation.of(new UnsignedStatement(ByteString.EMPTY));
    }
  }

  @Test
  void loadsSideBySideWhatDescriptorsDoNotTell() throws IOException {
    var barrier = new CyclicBarrier(2);
    List<Candidate> candidates = Stream.of(candidate(barrier), candidate(barrier)).toList();

    assertThat(Choice.among(candidates, SPDX)).containsExactlyElementsOf(candidates);

    assertThat(barrier.isBroken()).isFalse();
    assertThat(candidates.get(0).attestation()).isNotNull(); // without another meeting
  }

  @Test
  void loadsNothingThatIsTold() throws IOException {
    List<Candidate> candidates = List.of(candidate(new CyclicBarrier(2)));

    assertThat(Choice.among(candidates, AttestationQuery.ALL)).hasSize(1);
  }

  private static Candidate candidate(CyclicBarrier barrier) {
    return Candidate.of(
        new ScriptedRepository(), Descriptor.EMPTY_JSON, List.of(), new Meeting(barrier));
  }
}
