package dev.referrers.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import okio.ByteString;
import org.junit.jupiter.api.Test;

class JsonObjectWriterTest {

  @Test
  void writesCompactlyInTheOrderOfTheCalls() {
    var json =
        write(
            object -> {
              object.string("s", "x");
              object.integer("i", -5);
              object.object("o", 1L, JsonObjectWriterTest::n);
              object.objects("a", List.of(1L, 2L), JsonObjectWriterTest::n);
              object.strings("l", List.of("y"));
              object.stringMap("m", Map.of("k", "v"));
            });

    assertThat(json)
        .isEqualTo(
            """
            {"s":"x","i":-5,"o":{"n":1},"a":[{"n":1},{"n":2}],"l":["y"],"m":{"k":"v"}}""");
  }

  @Test
  void leavesOutWhatIsAbsent() {
    var json =
        write(
            object -> {
              object.string("s", null);
              object.strings("l", List.of());
              object.stringMap("m", Map.of());
              object.objects("a", List.<Long>of(), JsonObjectWriterTest::n);
            });

    assertThat(json).isEqualTo("{\"a\":[]}");
  }

  @Test
  void escapesAsGoDoes() {
    var json =
        write(object -> object.string("<k>", "<a&b>\u2028\u2029\"\\/\n\r\t\b\f\u0001\u007fé😀"));

    assertThat(json)
        .isEqualTo(
            "{\"\\u003ck\\u003e\":\"\\u003ca\\u0026b\\u003e\\u2028\\u2029\\\"\\\\/\\n\\r\\t\\b\\f\\u0001\u007fé😀\"}");
  }

  @Test
  void leavesRawTextAlone() {
    var json =
        write(
            object -> {
              object.string("a", "<");
              object.raw("r", ByteString.encodeUtf8("{ \"<\": \"&\" }"));
              object.string("b", ">");
            });

    assertThat(json).isEqualTo("{\"a\":\"\\u003c\",\"r\":{ \"<\": \"&\" },\"b\":\"\\u003e\"}");
  }

  @Test
  void escapesInTextsOfAnyLength() {
    var json = write(object -> object.string("a", "x".repeat(20_000) + "<".repeat(20_000)));

    assertThat(json).endsWith("x" + "\\u003c".repeat(20_000) + "\"}").hasSize(20_008 + 120_000);
  }

  @Test
  void refusesTextThatUtf8CannotHold() {
    assertThatThrownBy(() -> write(object -> object.string("a", "x\ud800")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Text with an unpaired surrogate has no JSON form");
  }

  private interface Calls {
    void on(JsonObjectWriter object) throws IOException;
  }

  private static String write(Calls calls) {
    return JsonObjectWriter.write(calls, Calls::on).utf8();
  }

  private static void n(Long value, JsonObjectWriter object) throws IOException {
    object.integer("n", value);
  }
}
