package dev.referrers.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

class SmokeTest {

  @Test
  void everyBenchmarkRunsAndIsReported(@TempDir Path directory) throws Exception {
    Path scores = directory.resolve("jmh.json");
    var once =
        new OptionsBuilder()
            .mode(Mode.SingleShotTime)
            .warmupIterations(0)
            .measurementIterations(1)
            .forks(0)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .resultFormat(ResultFormatType.JSON)
            .result(scores.toString())
            .build();

    assertThat(new Runner(once).run()).hasSize(18);
    assertThat(ResultFile.document("2026-11-24", "abc", scores, List.of("{\"work\":\"list\"}")))
        .contains("ParseBenchmark.indexOf10000", "\"work\": \"list\"", "\"jdk\":")
        .containsPattern(
            "\"ratios\": \\[\\s+.*\\s+.*\"BundleBenchmark.parse\",\\s+\"timeRatio\": ");
  }

  @Test
  void bothClientsDoTheSameWork() throws Exception {
    List<String> lines = SideBySide.run(1, 1);

    assertThat(lines).hasSize(4).allMatch(line -> line.startsWith("{\"work\":\""));
    assertThat(lines.get(0)).contains("\"oursRequests\":1,");
    assertThat(lines.get(2)).contains("\"oursRequests\":2,");
  }
}
