package dev.referrers.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.error.MalformedContentException;
import dev.referrers.oci.Digest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectReaderTest {

  @Test
  void readsEveryType() throws IOException {
    assertValue("\"x\"", JsonObjectReader::string, "x");
    assertValue("-12", JsonObjectReader::integer, -12L);
    assertValue("[\"x\",\"y\"]", JsonObjectReader::strings, List.of("x", "y"));
    assertValue("{\"k\":\"1\"}", JsonObjectReader::stringMap, Map.of("k", "1"));
    assertValue("[{\"v\":1},{\"v\":2}]", o -> o.objects(JsonObjectReaderTest::v), List.of(1L, 2L));
    assertValue("{\"v\":1}", o -> o.object(JsonObjectReaderTest::v), 1L);
  }

  @Test
  void readsNullAsAbsence() throws IOException {
    assertNull(JsonObjectReader::optionalString);
    assertNull(o -> o.optionalString(Digest::parse));
    assertNull(JsonObjectReader::optionalInteger);
    assertNull(o -> o.optionalScalar(Long::valueOf));
    assertNull(o -> o.optionalObject(JsonObjectReaderTest::v));
    assertValue("null", o -> o.objects(JsonObjectReaderTest::v), List.of());
    assertValue("null", JsonObjectReader::strings, List.of());
    assertValue("null", JsonObjectReader::stringMap, Map.of());
  }

  @Test
  void convertsNoTypeIntoAnother() {
    assertProblem("12", JsonObjectReader::string, "expected a string but was a number at $.m");
    assertProblem("null", JsonObjectReader::string, "expected a string but was null at $.m");
    assertProblem("\"5\"", JsonObjectReader::integer, "expected a number but was a string at $.m");
    assertProblem("true", JsonObjectReader::integer, "expected a number but was a boolean at $.m");
    assertProblem("{}", JsonObjectReader::strings, "expected an array but was an object at $.m");
    assertProblem(
        "[1]",
        o -> o.object(JsonObjectReaderTest::v),
        "expected an object but was an array at $.m");
    assertProblem(
        "[\"x\",1]", JsonObjectReader::strings, "expected a string but was a number at $.m[1]");
    assertProblem(
        "{\"k\":null}", JsonObjectReader::stringMap, "expected a string but was null at $.m.k");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.0",
        "1e3",
        "1E+2",
        "9223372036854775808",
        "-9223372036854775809",
        "99999999999999999999999",
        "1e999999999"
      })
  void takesOnlyIntegersOf64Bits(String number) {
    assertProblem(
        number,
        JsonObjectReader::integer,
        "expected an integer of 64 bits but was " + number + " at $.m");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0, 0",
    "9223372036854775807, 9223372036854775807",
    "-9223372036854775808, -9223372036854775808"
  })
  void takesAllIntegersOf64Bits(String number, long value) throws IOException {
    assertThat(value(number, JsonObjectReader::integer)).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"a\\u003c<é\\/\"",
        "-0",
        "1.50",
        "12345678901234567890123",
        "true",
        "null",
        "[ 1 , {\"a\" : [ ] } ]",
        "{\"b\":1,\n \"a\":\"]}\"}"
      })
  void keepsTheTextOfRawValues(String json) throws IOException {
    assertThat(value(json, JsonObjectReader::raw).utf8()).isEqualTo(json);
  }

  @Test
  void triesAValueAndGoesOn() throws IOException {
    JsonBody<String> tried = o -> "" + o.ifWellFormed(JsonObjectReader::string);

    assertValue("5", tried, "null");
    assertValue("\"5\"", tried, "5");
    assertProblem(
        "{\"a\":1,\"a\":1}", tried, "expected every member once but this one is repeated at $.m.a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"other.name\":{\"v\":1}}",
        "{\"other\":[1]}",
        "{\"other\":\"x\"}",
        "{\"other\":5}",
        "{\"other\":true}",
        "{\"a\":null}",
        "{\"\":1}"
      })
  void namesTheMemberThatIsMissing(String json) {
    assertProblem(
        "[{\"v\":1}," + json + "]",
        o -> o.objects(JsonObjectReaderTest::v),
        "expected a value but was missing at $.m[1].v");
  }

  @Test
  void readsScalarsFromStringsAndNumbers() throws IOException {
    JsonBody<Object> scalar = o -> Optional.ofNullable(o.optionalScalar(text -> "<" + text + ">"));

    assertValue("\"12\"", scalar, Optional.of("<12>"));
    assertValue("12", scalar, Optional.of("<12>"));
    assertProblem("true", scalar, "expected a string but was a boolean at $.m");
  }

  @Test
  void readsNoMoreElementsThanAllowed() throws IOException {
    assertValue("[\"1\",\"2\"]", o -> o.strings(2, Long::valueOf), List.of(1L, 2L));
    assertProblem(
        "[\"1\",\"2\",\"3\"]",
        o -> o.strings(2, Long::valueOf),
        "expected at most 2 elements but there are more at $.m[2]");
    assertValue("[{\"v\":1}]", o -> o.objects(1, JsonObjectReaderTest::v), List.of(1L));
    assertProblem(
        "[{\"v\":1},{}]",
        o -> o.objects(1, JsonObjectReaderTest::v),
        "expected at most 1 elements but there are more at $.m[1]");
  }

  @Test
  void placesWhatAValueRefuses() {
    assertProblem(
        "\"sha256:xyz\"",
        o -> o.string(Digest::parse),
        "Digest needs 64 hex characters for sha256 but has 3: \"sha256:xyz\" at $.m");
  }

  @Test
  void placesComplaintsAboutTheWholeObject() {
    JsonBody<Object> body =
        object -> {
          v(object);
          throw object.malformed(new IllegalArgumentException("Odd one"));
        };

    assertProblem("[{\"v\":1}]", o -> o.objects(body), "Odd one at $.m[0]");
  }

  private static long v(JsonObjectReader object) throws IOException {
    Long value = null;
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      if (name.equals("v")) {
        value = object.integer();
      } else {
        object.skip();
      }
    }
    return object.required("v", value);
  }

  private static <T> T value(String json, JsonBody<T> value) throws IOException {
    return StrictJson.read(
        "Document",
        ByteString.encodeUtf8("{\"m\":" + json + ",\"next\":0}"),
        object -> {
          assertThat(object.nextName()).isEqualTo("m");
          T result = value.read(object);
          assertThat(object.nextName()).isEqualTo("next");
          object.skip();
          return result;
        });
  }

  private interface NullableValue {
    @Nullable Object read(JsonObjectReader object) throws IOException;
  }

  private static void assertNull(NullableValue value) throws IOException {
    assertValue("null", object -> Optional.ofNullable(value.read(object)), Optional.empty());
  }

  private static void assertValue(String json, JsonBody<?> value, Object expected)
      throws IOException {
    Object actual = value(json, value);
    assertThat(actual).isEqualTo(expected);
  }

  private static void assertProblem(String json, JsonBody<?> value, String problem) {
    assertThatThrownBy(() -> value(json, value))
        .isInstanceOf(MalformedContentException.class)
        .hasMessage("Document: " + problem);
  }
}
