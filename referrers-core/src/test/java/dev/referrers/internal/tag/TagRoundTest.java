package dev.referrers.internal.tag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.internal.concurrent.Deadline;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.MediaTypes;
import dev.referrers.support.FakeTime;
import dev.referrers.support.MemoryRepository;
import dev.referrers.support.MemoryStore;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import okio.ByteString;
import org.junit.jupiter.api.Test;

class TagRoundTest {

  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofSeconds(3);
  private static final ReferrersList LIST = new ReferrersList(entry("image").digest());

  private final FakeTime time = new FakeTime();
  private final MemoryRepository repository = MemoryRepository.of(new MemoryStore(), time);
  private final List<Change> over = new ArrayList<>();
  private final TagRound round = new TagRound(over::add);

  @Test
  void whoeverLeadsWaitsAsLongAsTheMostPatientWants() throws IOException {
    Change own = change("a", SHORT);
    Change other = change("b", LONG);

    round.advance(leader(SHORT), List.of(own, other), null);
    round.settle(leader(SHORT));

    assertThat(over).containsExactly(own, other);
    assertThat(time.nanoTime()).isEqualTo(LONG.toNanos());
  }

  @Test
  void aloneItWaitsItsOwnTime() throws IOException {
    round.advance(leader(SHORT), List.of(change("a", SHORT)), null);
    round.settle(leader(SHORT));

    assertThat(over).hasSize(1);
    assertThat(time.nanoTime()).isEqualTo(SHORT.toNanos());
  }

  private Leader leader(Duration settle) {
    return new Leader(repository, LIST, settle, Deadline.in(Duration.ofMinutes(1), time), time);
  }

  private static Change change(String content, Duration settle) {
    return new Change(LIST, new Edit(List.of(entry(content)), entry -> false, false), settle);
  }

  private static Descriptor entry(String content) {
    return Descriptor.of(MediaTypes.IMAGE_MANIFEST, ByteString.encodeUtf8(content));
  }
}
