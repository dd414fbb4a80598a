package dev.referrers.internal.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** formats.md S58. */
class ChallengeTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer realm=\"https://a.example/token\",service=\"s\",scope=\"repository:a/b:pull,push\"",
        "bearer scope=\"repository:a/b:pull,push\", service=\"s\", realm=\"https://a.example/token\"",
        "BEARER Realm = \"https://a.example/token\" ,\tSERVICE\t= s , Scope =\"repository:a/b:pull,push\"",
        "Bearer realm=https://a.example/token,service=s,scope=\"repository:a/b:pull,push\"",
        "Bearer realm=\"https://a.example/token\" service=\"s\" scope=\"repository:a/b:pull,push\"",
        ", ,Bearer realm=\"https:\\/\\/a.example/token\",,service=\"s\",scope=\"repository:a/b:pull,push",
      })
  void readsEverySpellingOfTheSame(String header) {
    assertThat(Challenge.parse(List.of(header)))
        .containsExactly(
            new Challenge(
                "bearer",
                Map.of(
                    "realm",
                    "https://a.example/token",
                    "service",
                    "s",
                    "scope",
                    "repository:a/b:pull,push")));
  }

  @Test
  void readsSeveralChallengesInOneHeaderAndInSeveral() {
    List<Challenge> challenges =
        Challenge.parse(
            List.of(
                "Negotiate, Basic realm=\"a, b\", Bearer realm=\"https://a.example\"",
                "Digest qop=\"auth\""));

    assertThat(challenges)
        .extracting(Challenge::scheme)
        .containsExactly("negotiate", "basic", "bearer", "digest");
    assertThat(challenges.get(1).params()).containsExactly(entry("realm", "a, b"));
  }

  @Test
  void passesOverToken68() {
    List<Challenge> challenges =
        Challenge.parse(List.of("Negotiate YWJj==, NTLM TlRM/+A, Basic realm=\"r\""));

    assertThat(challenges).contains(new Challenge("basic", Map.of("realm", "r")));
    assertThat(challenges).extracting(Challenge::scheme).doesNotContain("bearer");
  }

  /** eclipse-jkube/jkube#2420: a comma within the scope; jib#4035: key words in a name. */
  @Test
  void quotedTextIsNoSyntax() {
    List<Challenge> challenges =
        Challenge.parse(
            List.of(
                "Bearer realm=\"https://bearer.realm=.scope/service=x,Basic realm\",scope="
                    + "\"repository:bearer/realm:pull,push repository:b:pull\",error=\"a \\\"b\\\"\""));

    assertThat(challenges).hasSize(1);
    assertThat(challenges.get(0).params())
        .containsOnly(
            entry("realm", "https://bearer.realm=.scope/service=x,Basic realm"),
            entry("scope", "repository:bearer/realm:pull,push repository:b:pull"),
            entry("error", "a \"b\""));
  }

  /** Azure/azure-sdk-for-java#43585, jib#4035: a challenge without a realm. */
  @Test
  void absentAndBlankParametersAreNull() {
    Challenge challenge = Challenge.parse(List.of("Bearer service=\"\",scope=")).get(0);

    assertThat(challenge.param("realm")).isNull();
    assertThat(challenge.param("service")).isNull();
    assertThat(challenge.param("scope")).isNull();
  }

  @Test
  void ofRepeatedParametersTheFirstCounts() {
    assertThat(Challenge.parse(List.of("Bearer realm=\"a\",realm=\"b\"")).get(0).param("realm"))
        .isEqualTo("a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", ",,,", "=", "\"", "=\"x\"", "realm=\"x\"", "\\", "a=\\", "\"\\"})
  void rubbishIsNoSchemeThatWeKnow(String header) {
    assertThat(Challenge.parse(List.of(header, "Basic realm=\"r\"")))
        .filteredOn(challenge -> List.of("basic", "bearer").contains(challenge.scheme()))
        .containsExactly(new Challenge("basic", Map.of("realm", "r")));
  }

  @Test
  void tooLongHeadersArePassedOver() {
    String good = "Bearer realm=\"https://a.example\"";

    assertThat(Challenge.parse(List.of("Basic " + "x,".repeat(8192), good)))
        .extracting(Challenge::scheme)
        .containsExactly("bearer");
  }
}
