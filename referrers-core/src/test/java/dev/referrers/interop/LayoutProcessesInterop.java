package dev.referrers.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.OciLayout;
import dev.referrers.Referrers;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several processes write to one layout, and some are killed: it is whole at every moment. */
@Timeout(300)
class LayoutProcessesInterop {

  private static final int KILLS = 20;

  /** Whole: the kill may have come within a line. */
  private static final Pattern OK = Pattern.compile("ok sha256:[a-f0-9]{64}");

  @TempDir Path directory;
  @TempDir Path errors;
  private Repository layout;
  private Descriptor image;

  @BeforeEach
  void create() throws IOException {
    layout = OciLayout.create(directory);
    image = Images.push(layout, "1.0");
  }

  @Test
  void twoHundredOfTwoHundredAreListedAndTheLayoutIsAlwaysReadable() throws Exception {
    var failure = new AtomicReference<@Nullable Throwable>();
    var reads = new AtomicInteger();
    Thread reader = new Thread(() -> readAlways(failure, reads));
    reader.start();

    ManyProcesses.Result result = processes(4, 50).publish("oci", directory.toString(), image);
    reader.interrupt();
    reader.join();

    assertThat(failure.get()).isNull();
    assertThat(reads).hasPositiveValue();
    assertThat(result.errors()).isEmpty();
    assertThat(result.acknowledged()).hasSize(200);
    assertThat(listed()).containsExactlyInAnyOrderElementsOf(result.acknowledged());
  }

  @Test
  void aWriterThatIsKilledLeavesAWholeLayout() throws Exception {
    List<String> acknowledged = new ArrayList<>();
    var random = new Random(20);
    for (int n = 0; n < KILLS; n++) {
      acknowledged.addAll(killed("k" + n, random.nextInt(400)));

      assertThat(listed()).containsAll(acknowledged);
      assertThat(OciLayout.open(directory).fetch(image)).isNotNull();
    }

    ManyProcesses.Result rest = processes(1, 20).publish("oci", directory.toString(), image);

    assertThat(rest.errors()).isEmpty();
    assertThat(acknowledged).isNotEmpty();
    assertThat(listed()).containsAll(acknowledged).containsAll(rest.acknowledged());
  }

  /** What a writer acknowledged before it was killed. */
  private List<String> killed(String name, int afterMillis) throws Exception {
    Process writer = processes(1, 10_000).start("oci", directory.toString(), image, name);
    ManyProcesses.expectReady(writer);
    ManyProcesses.go(writer);
    Thread.sleep(afterMillis);
    writer.toHandle().destroyForcibly(); // the process itself would close its output, too
    List<String> lines = writer.inputReader(StandardCharsets.UTF_8).lines().toList();
    writer.waitFor();
    return lines.stream().filter(OK.asMatchPredicate()).map(line -> line.substring(3)).toList();
  }

  private ManyProcesses processes(int processes, int publications) {
    return new ManyProcesses(PublishMany.class, processes, publications, 4, 400, errors);
  }

  private void readAlways(AtomicReference<@Nullable Throwable> failure, AtomicInteger reads) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        listed();
        reads.incrementAndGet();
      }
    } catch (InterruptedIOException e) {
      // told to end
    } catch (IOException | RuntimeException e) {
      failure.set(e);
    }
  }

  private List<String> listed() throws IOException {
    return Referrers.in(layout).of(image.digest()).toList().stream()
        .map(each -> each.descriptor().digest().toString())
        .toList();
  }
}
