package dev.referrers.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {

  private static final String HEX =
      "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";

  @Test
  void readsAndWritesTheSameText() {
    var digest = Digest.parse("sha256:" + HEX);

    assertThat(digest.algorithm()).isEqualTo("sha256");
    assertThat(digest.encoded()).isEqualTo(HEX);
    assertThat(digest).hasToString("sha256:" + HEX);
  }

  @Test // formats: image-spec, The empty descriptor
  void computesBothRegisteredAlgorithms() {
    var content = ByteString.encodeUtf8("{}");

    assertThat(Digest.sha256(content)).isEqualTo(Digest.parse("sha256:" + HEX));
    assertThat(Digest.sha512(content).encoded()).startsWith("27c74670adb75075").hasSize(128);
    assertThat(Digest.sha512(ByteString.EMPTY).of(content)).isEqualTo(Digest.sha512(content));
  }

  @Test
  void matchesItsContentOnly() {
    var digest = Digest.sha512(ByteString.encodeUtf8("a"));

    assertThat(digest.matches(ByteString.encodeUtf8("a"))).isTrue();
    assertThat(digest.matches(ByteString.encodeUtf8("b"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"blake3:AbC", "sha256+b64u:LCa0a2j_xo=-", "a.b_c-d:x"})
  void keepsUnknownAlgorithmsButTrustsNoContentByThem(String text) {
    var digest = Digest.parse(text);

    assertThat(digest).hasToString(text);
    assertThat(digest.verifiable()).isFalse();
    assertThat(digest.matches(ByteString.EMPTY)).isFalse();
    assertThatThrownBy(() -> digest.of(ByteString.EMPTY))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Digest algorithm " + digest.algorithm() + " is not known");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sha256",
        ":x",
        "sha256:",
        "SHA256:x",
        "a+:x",
        "a..b:x",
        "-a:x",
        "a:x/y",
        "a:b:c",
        "a:é",
        "a:x\n"
      })
  void refusesWhatBreaksTheGrammar(String text) {
    assertThatThrownBy(() -> Digest.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Digest needs the form algorithm:encoded but is \"");
  }

  @Test
  void refusesHexOfTheWrongLengthOrCase() {
    assertThatThrownBy(() -> Digest.parse("sha256:abc"))
        .hasMessage("Digest needs 64 hex characters for sha256 but has 3: \"sha256:abc\"");
    assertThatThrownBy(() -> Digest.parse("sha512:" + HEX))
        .hasMessageStartingWith("Digest needs 128 hex characters for sha512 but has 64");
    assertThatThrownBy(() -> Digest.parse("sha256:" + HEX.replace('a', 'A')))
        .hasMessageStartingWith("Digest needs lower-case hex for sha256");
    assertThatThrownBy(() -> Digest.parse("sha256:" + HEX.replace('a', 'g')))
        .hasMessageStartingWith("Digest needs lower-case hex for sha256");
  }

  @Test
  void refusesEndlessTextQuickly() {
    assertThatThrownBy(() -> Digest.parse("a+".repeat(1_000_000) + ":x"))
        .hasMessage("Digest may have 1024 characters but has 2000002");
    assertThatThrownBy(() -> Digest.parse("a+".repeat(500) + ":x"))
        .hasMessageStartingWith("Digest needs the form");
  }
}
