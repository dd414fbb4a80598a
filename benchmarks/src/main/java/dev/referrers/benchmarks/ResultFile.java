package dev.referrers.benchmarks;

import static java.util.Objects.requireNonNull;

import com.squareup.moshi.JsonReader;
import com.squareup.moshi.JsonWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import okio.Buffer;
import okio.Okio;

/** Puts the numbers of one run into one document, with the machine that they hold for. */
final class ResultFile {

  private ResultFile() {}

  /**
   * Prints it.
   *
   * @param args date, commit, JMH's JSON, and the lines of {@link SideBySide}
   */
  public static void main(String[] args) throws IOException {
    String document =
        document(args[0], args[1], Path.of(args[2]), Files.readAllLines(Path.of(args[3])));
    System.out.println(document);
  }

  static String document(String date, String commit, Path jmh, List<String> sideBySide)
      throws IOException {
    var buffer = new Buffer();
    try (JsonWriter json = JsonWriter.of(buffer)) {
      json.setIndent("  ");
      json.beginObject();
      json.name("date").value(date);
      json.name("commit").value(commit);
      machine(json);
      List<Score> scores = scores(jmh);
      json.name("jmh").beginArray();
      for (Score score : scores) {
        score.write(json);
      }
      json.endArray();
      json.name("ratios").beginArray();
      for (Score score : scores) {
        for (Score theirs : scores) {
          if (theirs.isOfSigstoreJavaFor(score)) {
            score.writeRatio(theirs, json);
          }
        }
      }
      json.endArray();
      json.name("sideBySide").beginArray();
      for (String line : sideBySide) {
        json.jsonValue(JsonReader.of(new Buffer().writeUtf8(line)).readJsonValue());
      }
      json.endArray();
      json.endObject();
    }
    return buffer.readUtf8();
  }

  private static void machine(JsonWriter json) throws IOException {
    var system = ManagementFactory.getOperatingSystemMXBean();
    json.name("machine").beginObject();
    json.name("processors").value(system.getAvailableProcessors());
    json.name("processor").value(processor());
    json.name("os").value(system.getName() + " " + system.getVersion() + " " + system.getArch());
    json.name("loadAtEnd").value(system.getSystemLoadAverage());
    json.endObject();
    json.name("jdk").value(Runtime.version() + ", " + System.getProperty("java.vm.name"));
  }

  /** As Linux names it. */
  private static String processor() throws IOException {
    Path file = Path.of("/proc/cpuinfo");
    if (!Files.exists(file)) {
      return "unknown";
    }
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    }
  }

  private static List<Score> scores(Path jmh) throws IOException {
    try (var reader = JsonReader.of(Okio.buffer(Okio.source(jmh)))) {
      var results = (List<?>) requireNonNull(reader.readJsonValue());
      return results.stream().map(each -> Score.of((Map<?, ?>) each)).toList();
    }
  }
}
