package dev.referrers.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.Copy;
import dev.referrers.CopyReport;
import dev.referrers.CopyReport.Fate;
import dev.referrers.CopyReport.Kind;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A process that copies is killed, over and over, and another one ends what it has begun. */
class CopyKilledInterop {

  private static final long LONGEST_MILLIS = 1500;

  @TempDir Path data;

  @ParameterizedTest
  @CsvSource({"olareg,distribution,25", "distribution,cue,25"})
  void endsAsIfItHadNeverBeenKilled(String from, String to, int times) throws Exception {
    var random = new Random(times);
    try (Peer a = Peer.start(from, Files.createDirectories(data.resolve("a")));
        Peer b = Peer.start(to, Files.createDirectories(data.resolve("b")))) {
      Repository source = a.repository("acme/api");
      Forest.push(source);
      Set<String> expected = Forest.view(source);
      int unfinished = 0;
      for (int i = 0; i < times; i++) {
        String name = "mirror/api" + i;
        kill(a.host(), b.host(), name, random.nextLong(LONGEST_MILLIS));
        Repository target = b.repository(name);
        boolean tagged = target.find("multi") != null;
        if (tagged) { // then all is there
          assertThat(Forest.view(target)).isEqualTo(expected);
        }
        CopyReport report = finish(source, target);
        unfinished += report.count(Kind.MANIFEST, Fate.PRESENT) < 10 ? 1 : 0;
        assertThat(Forest.view(target)).isEqualTo(expected);
      }
      assertThat(unfinished).isPositive();
    }
  }

  private static CopyReport finish(Repository source, Repository target) throws IOException {
    return Copy.between(source, target).settle(CopyOnce.SETTLE).build().copy("multi", "multi");
  }

  private void kill(String from, String to, String name, long millis) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                CopyOnce.class.getName(),
                from,
                "acme/api",
                to,
                name)
            .redirectError(data.resolve("killed.err").toFile())
            .start();
    try {
      assertThat(process.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("ready");
      try (Writer in = process.outputWriter(StandardCharsets.UTF_8)) {
        in.write('\n');
      }
      process.waitFor(millis, TimeUnit.MILLISECONDS);
    } finally {
      process.destroyForcibly().waitFor();
    }
  }
}
