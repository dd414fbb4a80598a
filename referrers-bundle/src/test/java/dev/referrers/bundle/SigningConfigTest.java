package dev.referrers.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.error.MalformedContentException;
import dev.referrers.error.SigningServiceException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningConfigTest {

  private static final Instant NOW = Instant.parse("2025-06-01T12:00:00Z");

  @Test
  void takesTheNewestServiceOfEachOperator() throws Exception {
    var config =
        logs(
            "ALL",
            log("https://old.test", 2, "a", "2024-01-01T00:00:00Z", ""),
            log("https://new.test", 2, "a", "2025-01-01T00:00:00Z", ""),
            log("https://other.test", 2, "b", "2024-01-01T00:00:00Z", ""));

    assertThat(urls(config))
        .containsExactly(URI.create("https://new.test"), URI.create("https://other.test"));
  }

  @Test
  void passesOverServicesOfOtherTimesAndVersions() throws Exception {
    var config =
        logs(
            "ANY",
            log("https://v1.test", 1, "a", "2024-01-01T00:00:00Z", ""),
            log("https://v3.test", 3, "a", "2024-01-01T00:00:00Z", ""),
            log("https://over.test", 2, "a", "2024-01-01T00:00:00Z", "2025-01-01T00:00:00Z"),
            log("https://tomorrow.test", 2, "a", "2025-06-02T00:00:00Z", ""),
            log("https://now.test", 2, "a", "2024-01-01T00:00:00Z", "2026-01-01T00:00:00Z"));

    assertThat(urls(config)).containsExactly(URI.create("https://now.test"));
  }

  /** As cosign, which does not mix them to reach the count either. */
  @Test
  void takesRekorV1OnlyWhereThereIsNoRekorV2() throws Exception {
    String v1 = log("https://v1.test", 1, "a", "2025-01-01T00:00:00Z", "");
    String v2 = log("https://v2.test", 2, "b", "2024-01-01T00:00:00Z", "");
    String over = log("https://over.test", 2, "b", "2024-01-01T00:00:00Z", "2025-01-01T00:00:00Z");

    assertThat(urls(logs("ALL", v1, v2))).containsExactly(URI.create("https://v2.test"));
    assertThat(urls(logs("ALL", v1, over))).containsExactly(URI.create("https://v1.test"));
    assertThatThrownBy(() -> logs("EXACT\",\"count\":\"2", v1, v2).logs(NOW))
        .isInstanceOf(SigningServiceException.class);
  }

  @Test
  void needsNoTimestampAuthorityForRekorV1() throws Exception {
    var v1 = logs("ANY", log("https://v1.test", 1, "a", "2024-01-01T00:00:00Z", ""));
    var v2 = logs("ANY", log("https://v2.test", 2, "a", "2024-01-01T00:00:00Z", ""));

    assertThat(v1.timestampAuthorities(NOW)).isEmpty();
    assertThatThrownBy(() -> v2.timestampAuthorities(NOW))
        .isInstanceOf(SigningServiceException.class)
        .hasMessageStartingWith("Timestamp authority of the signing config: expected one");
  }

  @Test
  void exactlyTwoNeedsTwoOperators() throws Exception {
    String first = log("https://one.test", 2, "a", "2024-01-01T00:00:00Z", "");
    String second = log("https://two.test", 2, "a", "2025-01-01T00:00:00Z", "");
    String other = log("https://three.test", 2, "b", "2025-01-01T00:00:00Z", "");

    assertThat(logs("EXACT\",\"count\":\"2", first, other, second).logs(NOW)).hasSize(2);
    assertThatThrownBy(() -> logs("EXACT\",\"count\":\"2", first, second).logs(NOW))
        .isInstanceOf(SigningServiceException.class)
        .hasMessage(
            "Transparency log of the signing config: expected 2 of different operators but"
                + " found 1");
  }

  @Test
  void noServiceIsAnError() throws Exception {
    var config = logs("ANY");

    assertThatThrownBy(() -> config.certificateAuthority(NOW))
        .isInstanceOf(SigningServiceException.class)
        .hasMessage(
            "Certificate authority of the signing config: expected one that is valid at"
                + " 2025-06-01T12:00:00Z but there is none");
    assertThatThrownBy(() -> config.timestampAuthorities(NOW))
        .isInstanceOf(SigningServiceException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://localhost:3000", "http://127.0.0.1:3000/x", "http://[::1]:3000"})
  void plainHttpIsForThisMachineOnly(String url) throws Exception {
    assertThat(urls(SigningConfig.of(url, url, url))).containsExactly(URI.create(url));
    assertThatThrownBy(() -> SigningConfig.of("http://fulcio.test/x?token=y", url, url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Service needs an https URL, or http to this machine, but has fulcio.test/x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://rekor.test",
        "https://user:secret@rekor.test",
        "https://rekor.test?secret",
        "https://rekor.test#secret",
        "https:///x",
        "file:///etc",
        "rekor.test",
        "https://[",
        ""
      })
  void refusesOtherUrls_withoutTellingTheirSecrets(String url) {
    assertThatThrownBy(() -> logs("ANY", log(url, 2, "a", "2024-01-01T00:00:00Z", "")))
        .isInstanceOf(MalformedContentException.class)
        .hasMessageContaining("at $.rekorTlogUrls[0].url")
        .hasMessageNotContaining("secret");
  }

  @Test
  void tellsWhereTheServicesAre() {
    assertThat(
            SigningConfig.of("https://fulcio.test", "https://rekor.test:1/x", "https://tsa.test"))
        .hasToString(
            "signing config of certificate authorities [fulcio.test], logs [rekor.test:1/x] and"
                + " timestamp authorities [tsa.test]");
  }

  @Test
  void refusesOtherVersions() {
    assertThatThrownBy(() -> SigningConfig.parse(ByteString.encodeUtf8("{\"mediaType\":\"x\"}")))
        .isInstanceOf(MalformedContentException.class)
        .hasMessage(
            "Signing config: expected a signing config of version 0.2 but was x at $.mediaType");
  }

  private static List<URI> urls(SigningConfig config) throws SigningServiceException {
    return config.logs(NOW).stream().map(SigningConfig.Service::url).toList();
  }

  private static String log(String url, int version, String operator, String start, String end) {
    return """
    {"url":"%s","majorApiVersion":%d,"operator":"%s","validFor":{"start":"%s","end":"%s"}}"""
        .formatted(url, version, operator, start, end);
  }

  private static SigningConfig logs(String selector, String... logs)
      throws MalformedContentException {
    String json =
        """
        {"mediaType":"application/vnd.dev.sigstore.signingconfig.v0.2+json",
         "rekorTlogUrls":[%s],"rekorTlogConfig":{"selector":"%s"}}"""
            .formatted(String.join(",", logs), selector);
    return SigningConfig.parse(ByteString.encodeUtf8(json));
  }
}
