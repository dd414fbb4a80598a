package dev.referrers.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.referrers.error.MalformedContentException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {

  @Test
  void readsMembersInTheirOrder() throws Exception {
    var names = read("{\"b\":1,\"a\":{\"b\":[true,null,-1.5e3]}}", StrictJsonTest::names);

    assertThat(names).isEqualTo("b a");
  }

  @Test
  void acceptsEveryFormOfWhitespaceAndEscape() throws Exception {
    var value = read(" \r\n\t{ \"a\" : \"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00é😀\" }\n");

    assertThat(value).isEqualTo("\"\\/\b\f\n\r\té😀é😀");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":\"x\"} {}                 | expected the end of the document but there is more text at byte 10",
        "{\"a\":\"x\"}x                   | expected the end of the document but there is more text at byte 9",
        "{\"a\":TRUE}                     | expected JSON but was \"TRUE\" at byte 5",
        "{\"a\":Null}                     | expected JSON but was \"Null\" at byte 5",
        "{\"a\":truefalse}                | expected JSON but was \"truefalse\" at byte 5",
        "{\"a\":NaN}                      | expected JSON but was \"NaN\" at byte 5",
        "<html>                           | expected JSON but was '<' at byte 0",
        "{'a':1}                          | expected JSON but was ''' at byte 1",
        "{\"a\":1}/*x*/                   | expected the end of the document but there is more text at byte 7",
        "{/*x*/\"a\":1}                   | expected JSON but was '/' at byte 1",
        "{#x                              | expected JSON but was '#' at byte 1",
        "{\"a\":1;\"b\":2}                | expected JSON but was ';' at byte 6",
        "{\"a\":\"\\'\"}                  | unknown escape in a string at byte 6",
        "{\"a\":\"\\u12g4\"}              | escape needs four hex digits at byte 10",
        "{\"a\":\"\\ud800\"}              | unpaired surrogate in a string at byte 6",
        "{\"a\":\"\\ud800\\u0041\"}       | unpaired surrogate in a string at byte 6",
        "{\"a\":\"\\udc00\"}              | unpaired surrogate in a string at byte 6",
        "{\"a\":\"x                       | string without an end at byte 5",
        "{\"a\":[                         | expected more JSON but the text ends at byte 6",
        "``                               | expected more JSON but the text ends at $",
        "{\"a\":01}                       | expected JSON but the text breaks its grammar at $.a",
        "{\"a\":1.}                       | expected JSON but the text breaks its grammar at $.a",
        "{\"a\":-}                        | expected JSON but the text breaks its grammar at $.a",
        "{\"a\":[1,]}                     | expected JSON but the text breaks its grammar at $.a[1]",
        "{\"a\" 1}                        | expected JSON but the text breaks its grammar at $.a",
        "{\"a\":[}]                       | expected JSON but the text breaks its grammar at $.a[0]",
        "]                                | expected JSON but the text breaks its grammar at $",
        "[]                               | expected an object but was an array at $",
        "5                                | expected an object but was a number at $",
        "\"x\"                            | expected an object but was a string at $"
      })
  void refusesWhatIsNoJson(String text, String problem) {
    assertThatThrownBy(() -> read(text, StrictJsonTest::names))
        .isInstanceOf(MalformedContentException.class)
        .hasMessage("Document: " + problem);
  }

  @ParameterizedTest
  @CsvSource({
    "{\"a\":1;\"a\":2}, $.a",
    "{\"a\":1;\"\\u0061\":1}, $.a",
    "{\"x\":{\"y\":[1;{\"z\":1;\"z\":1}]}}, $.x.y[1].z"
  })
  void refusesRepeatedMembersEvenWhereSkipped(String text, String path) {
    var thrown = malformed(text.replace(';', ','));

    assertThat(thrown.path()).isEqualTo(path);
    assertThat(thrown)
        .hasMessage(
            "Document: expected every member once but this one is repeated at %s".formatted(path));
  }

  @ParameterizedTest
  @ValueSource(ints = {0x00, 0x09, 0x0a, 0x1f})
  void refusesRawControlCharactersInStrings(int character) {
    assertThat(malformed("{\"a\":\"" + (char) character + "\"}"))
        .hasMessage("Document: unescaped control character in a string at byte 6");
  }

  @ParameterizedTest
  @ValueSource(strings = {"80", "c3", "c080", "eda080", "f4908080", "ff", "e282"})
  void refusesInvalidUtf8(String hex) {
    var bytes = ByteString.decodeHex("7b2261223a22" + hex + ByteString.encodeUtf8("\"}").hex());

    assertThatThrownBy(() -> StrictJson.read("Document", bytes, StrictJsonTest::names))
        .isInstanceOf(MalformedContentException.class)
        .hasMessage("Document: invalid UTF-8 at byte 6");
  }

  @Test
  void findsInvalidUtf8BehindALongText() {
    var bytes = ByteString.decodeHex("7b2261223a22" + "c3a9".repeat(20_000) + "ff227d");

    assertThatThrownBy(() -> StrictJson.read("Document", bytes, StrictJsonTest::names))
        .hasMessage("Document: invalid UTF-8 at byte 40006");
  }

  @Test
  void refusesByteOrderMark() {
    assertThat(malformed("\ufeff{}"))
        .hasMessage("Document: expected JSON but was byte 239 at byte 0");
  }

  @Test
  void acceptsSixtyFourLevelsButNotOneMore() throws Exception {
    assertThat(read("{\"a\":" + nested(63) + "}", StrictJsonTest::names)).isEqualTo("a");
    assertThat(malformed("{\"a\":" + nested(64) + "}"))
        .hasMessage("Document: nested deeper than 64 levels at byte 68");
    assertThat(malformed("{\"a\":" + "[".repeat(100_000)))
        .hasMessage("Document: nested deeper than 64 levels at byte 68");
  }

  @Test
  void boundsNumbersAndBlanks() {
    assertThat(malformed("{\"a\":" + "1".repeat(101) + "}"))
        .hasMessage("Document: number of more than 100 characters at byte 5");
    assertThat(malformed("{" + " ".repeat(65_537) + "}"))
        .hasMessage("Document: more than 65536 blanks in a row at byte 1");
  }

  @Test
  @Timeout(20) // it is below one second; it was a minute when Moshi copied its buffer each time
  void keepsManyUnknownMembersWithoutGettingSlow() throws Exception {
    var text =
        IntStream.range(0, 200_000)
            .mapToObj(i -> "\"k%d\":[1,[2]]".formatted(i))
            .collect(Collectors.joining(",", "{", "}"));

    var values = read(text, StrictJsonTest::rawValues);

    assertThat(values).hasSize(200_000).containsEntry("k7", ByteString.encodeUtf8("[1,[2]]"));
  }

  @Test
  void keepsMessagesShortAndOnOneLine() {
    var text = "{\"" + "\\n\\u202e".repeat(1000) + "\":1}";
    var thrown = catchThrowableOfType(MalformedContentException.class, () -> read(text));

    assertThat(thrown.getMessage()).hasSizeLessThan(700).doesNotContain("\n", "\u202e");
    assertThat(thrown.path()).startsWith("$.????").hasSize(513);
  }

  private static String nested(int levels) {
    return "[".repeat(levels) + "]".repeat(levels);
  }

  private static MalformedContentException malformed(String text) {
    return catchThrowableOfType(
        MalformedContentException.class, () -> read(text, StrictJsonTest::names));
  }

  private static <T> T read(String text, JsonBody<T> body) throws MalformedContentException {
    return StrictJson.read("Document", ByteString.encodeUtf8(text), body);
  }

  /** The value of the only member, which must be a string. */
  private static String read(String text) throws MalformedContentException {
    return read(
        text,
        object -> {
          object.nextName();
          return object.string();
        });
  }

  private static String names(JsonObjectReader object) throws IOException {
    var names = new ArrayList<String>();
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      names.add(name);
      object.skip();
    }
    return String.join(" ", names);
  }

  private static Map<String, ByteString> rawValues(JsonObjectReader object) throws IOException {
    var values = new HashMap<String, ByteString>();
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      values.put(name, object.raw());
    }
    return values;
  }
}
