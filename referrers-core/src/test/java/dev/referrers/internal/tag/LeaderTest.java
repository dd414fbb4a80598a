package dev.referrers.internal.tag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.Registry;
import dev.referrers.internal.concurrent.Deadline;
import dev.referrers.oci.Digest;
import dev.referrers.repository.Repository;
import dev.referrers.support.FakeTime;
import java.time.Duration;
import okio.ByteString;
import org.junit.jupiter.api.Test;

class LeaderTest {

  /** The thread may have been held up between the look at the clock and the write. */
  @Test
  void aWriteThatIsLateAlreadyIsGivenUpAtOnce() {
    Repository repository = Registry.at("registry.example").build().repository("acme/api");
    var time = new FakeTime();
    var settle = Duration.ofSeconds(2);
    Digest subject = Digest.sha256(ByteString.EMPTY);
    var leader =
        new Leader(repository, new ReferrersList(subject), settle, Deadline.in(settle, time), time);
    var read = new Snapshot(null, null, null, time.nanoTime(), time.nanoTime());

    time.pass(settle);

    assertThat(leader.forTheWrite(read).location()).isEqualTo(repository.location());
  }
}
