package dev.referrers.internal.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.error.MalformedContentException;
import java.time.Instant;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** formats.md S63. */
class TokenTest {

  @Test
  void isCalledTokenOrAccessToken() throws MalformedContentException {
    assertThat(parse("{'token':'a','access_token':'b'}").value()).isEqualTo("a");
    assertThat(parse("{'access_token':'b'}").value()).isEqualTo("b");
    assertThat(parse("{'token':'','access_token':'b','x':[]}").value()).isEqualTo("b");
    assertThat(parse("{'token':'a','refresh_token':'r'}").refreshToken()).isEqualTo("r");
  }

  @ParameterizedTest
  @CsvSource({
    "'', 60",
    "',\"expires_in\":300', 300",
    "',\"expires_in\":30', 30",
    "',\"expires_in\":0', 60",
    "',\"expires_in\":-5', 60",
    "',\"expires_in\":\"300\"', 60",
    "',\"expires_in\":null', 60",
    "',\"expires_in\":9223372036854775807', 86400",
    "',\"expires_in\":300,\"issued_at\":\"2026-01-01T00:00:00Z\"', 200",
    "',\"expires_in\":300,\"issued_at\":\"2026-01-01T01:00:00.123+01:00\"', 200",
  })
  void lastsAsLongAsItSays(String more, long seconds) throws MalformedContentException {
    assertThat(parse("{'token':'a'" + more + "}").lifetime().toSeconds()).isEqualTo(seconds);
  }

  /** The token's age is told by the server's own clock; one that makes no sense does not count. */
  @ParameterizedTest
  @ValueSource(strings = {"2026-01-01T09:00:00Z", "2025-12-31T09:00:00Z", "yesterday"})
  void issuedAtOfAWrongClockDoesNotCount(String issuedAt) throws MalformedContentException {
    Token token = parse("{'token':'a','expires_in':300,'issued_at':'" + issuedAt + "'}");

    assertThat(token.lifetime().toSeconds()).isEqualTo(300);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "",
        "<html>",
        "{'token':7}",
        "{'token':'s3cret'",
        "{'token':s3cret}",
        "{'token':'s3cret','token':'b'}",
        "{'token':''}",
        "{'token':'s3 cret'}",
        "{'token':'s3cret\\r\\nX: y'}",
        "{'token':'s3cr\u00e9t'}"
      })
  void otherAnswersAreMalformedAndNotQuoted(String json) {
    assertThatThrownBy(() -> parse(json))
        .isInstanceOf(MalformedContentException.class)
        .hasMessageStartingWith("Token answer of auth.example: expected ")
        .hasMessageNotContaining("s3cr")
        .hasNoCause();
  }

  @Test
  void textShowsNoToken() throws MalformedContentException {
    assertThat(parse("{'token':'s3cret','refresh_token':'s3cret'}")).hasToString("Token for PT1M");
  }

  private static Token parse(String json) throws MalformedContentException {
    @Nullable Instant date = Instant.parse("2026-01-01T00:01:40Z");
    return Token.parse(
        "Token answer of auth.example", ByteString.encodeUtf8(json.replace('\'', '"')), date);
  }
}
