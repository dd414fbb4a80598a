package dev.referrers.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import com.squareup.moshi.JsonAdapter;
import com.squareup.moshi.Moshi;
import com.squareup.moshi.Types;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import okio.ByteString;

/** Bundles that other tools wrote, those of cosign and those of the conformance suite. */
final class Bundles {

  private static final Path RESOURCES = Path.of("src/test/resources");
  private static final JsonAdapter<Object> JSON = new Moshi.Builder().build().adapter(Object.class);
  private static final JsonAdapter<Map<String, List<Map<String, Object>>>> EXPECTED =
      new Moshi.Builder()
          .build()
          .adapter(
              Types.newParameterizedType(
                  Map.class,
                  String.class,
                  Types.newParameterizedType(
                      List.class,
                      Types.newParameterizedType(Map.class, String.class, Object.class))));
  private static final JsonAdapter<List<Map<String, Object>>> CASES =
      new Moshi.Builder()
          .build()
          .adapter(
              Types.newParameterizedType(
                  List.class, Types.newParameterizedType(Map.class, String.class, Object.class)));

  private Bundles() {}

  /** What an implementation independent of ours and cosign's found in a bundle. */
  record Vector(String name, Map<String, Object> expected, ByteString bytes) {

    Object expected(String key) {
      return expected.getOrDefault(key, "");
    }

    @Override
    public String toString() {
      return name + " " + expected.getOrDefault("variant", expected.get("blob"));
    }
  }

  record ConformanceCase(String name, boolean accepted, ByteString bytes) {

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Vector> vectors() {
    var vectors = RESOURCES.resolve("vectors");
    return json(EXPECTED, vectors.resolve("expected.json")).entrySet().stream()
        .flatMap(
            folder ->
                folder.getValue().stream()
                    .map(expected -> vector(vectors, folder.getKey(), expected)));
  }

  private static Vector vector(Path vectors, String name, Map<String, Object> expected) {
    String blob = String.valueOf(expected.get("blob")).replace(':', '-');
    return new Vector(name, expected, bytes(vectors.resolve(name).resolve("blobs").resolve(blob)));
  }

  static Stream<ConformanceCase> conformanceCases() {
    var conformance = RESOURCES.resolve("conformance");
    return json(CASES, conformance.resolve("cases.json")).stream()
        .map(
            each ->
                new ConformanceCase(
                    String.valueOf(each.get("name")),
                    "accept".equals(each.get("expect")),
                    bytes(conformance.resolve(String.valueOf(each.get("bundle"))))));
  }

  /** A bundle of the conformance suite in compact JSON. */
  static String compact(String conformanceCase) {
    var cases = RESOURCES.resolve("conformance/cases");
    return JSON.toJson(json(JSON, cases.resolve(conformanceCase).resolve("bundle.sigstore.json")));
  }

  /** The text with the one place changed where {@code from} stands. */
  static ByteString edited(String text, String from, String to) {
    assertThat(text.split(Pattern.quote(from), -1)).as(from).hasSize(2);
    return ByteString.encodeUtf8(text.replace(from, to));
  }

  private static <T> T json(JsonAdapter<T> adapter, Path file) {
    try {
      return Objects.requireNonNull(adapter.fromJson(bytes(file).utf8()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ByteString bytes(Path file) {
    try {
      return ByteString.of(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
