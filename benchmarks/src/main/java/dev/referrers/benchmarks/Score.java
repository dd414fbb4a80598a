package dev.referrers.benchmarks;

import static java.util.Objects.requireNonNull;

import com.squareup.moshi.JsonWriter;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A result of JMH's.
 *
 * @param params null when the benchmark has none
 * @param error half of the interval that it is in; not a number when it ran once
 */
record Score(
    String benchmark, @Nullable Object params, double value, @Nullable Object error, String unit) {

  private static final String THEIRS = "BySigstoreJava";

  static Score of(Map<?, ?> result) {
    var metric = (Map<?, ?>) requireNonNull(result.get("primaryMetric"));
    String name = String.valueOf(result.get("benchmark"));
    return new Score(
        name.substring(Score.class.getPackageName().length() + 1),
        result.get("params"),
        (double) requireNonNull(metric.get("score")),
        metric.get("scoreError"),
        String.valueOf(metric.get("scoreUnit")));
  }

  /** Whether it is sigstore-java's doing what the other did. */
  boolean isOfSigstoreJavaFor(Score other) {
    return benchmark.equals(other.benchmark + THEIRS) && Objects.equals(params, other.params);
  }

  void write(JsonWriter json) throws IOException {
    json.beginObject();
    writeName(json);
    json.name("score").value(value);
    json.name("error").jsonValue(error);
    json.name("unit").value(unit);
    json.endObject();
  }

  /** Of times, whatever was measured: below 1 is faster than theirs. */
  void writeRatio(Score theirs, JsonWriter json) throws IOException {
    double ratio = unit.startsWith("ops/") ? theirs.value / value : value / theirs.value;
    json.beginObject();
    writeName(json);
    json.name("timeRatio").value(Double.parseDouble(String.format(Locale.ROOT, "%.2f", ratio)));
    json.endObject();
  }

  private void writeName(JsonWriter json) throws IOException {
    json.name("benchmark").value(benchmark);
    json.name("params").jsonValue(params);
  }
}
