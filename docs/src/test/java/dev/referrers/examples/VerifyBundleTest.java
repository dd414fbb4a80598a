package dev.referrers.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.squareup.moshi.JsonAdapter;
import com.squareup.moshi.Moshi;
import com.squareup.moshi.Types;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The cases of sigstore-conformance, by its protocol. */
class VerifyBundleTest {

  private static final Path SUITE =
      Path.of("../referrers-bundle/src/test/resources/conformance").normalize();
  private static final JsonAdapter<List<Map<String, @Nullable Object>>> CASES =
      new Moshi.Builder()
          .build()
          .adapter(
              Types.newParameterizedType(
                  List.class, Types.newParameterizedType(Map.class, String.class, Object.class)));

  record Case(Map<String, @Nullable Object> members) {

    String text(String name) {
      return (String) Objects.requireNonNull(members.get(name), name);
    }

    @Override
    public String toString() {
      return text("name");
    }
  }

  static List<Case> cases() throws IOException {
    String json = Files.readString(SUITE.resolve("cases.json"));
    return Objects.requireNonNull(CASES.fromJson(json)).stream().map(Case::new).toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void decidesAsTheSuiteExpects(Case one) throws IOException {
    int expected = one.text("expect").equals("accept") ? 0 : 1;
    Path artifact = SUITE.resolve(one.text("artifact"));

    if (Files.exists(artifact)) {
      String digest = ByteString.of(Files.readAllBytes(artifact)).sha256().hex();
      assertThat(run(one, artifact.toString())).isEqualTo(expected);
      assertThat(run(one, "sha256:" + digest)).isEqualTo(expected);
    } else {
      assertThat(run(one, one.text("artifact"))).isEqualTo(expected);
    }
  }

  @Test
  void thresholdsCanBeRaised() throws IOException {
    Case good =
        cases().stream()
            .filter(each -> each.text("name").equals("happy-path-v0.3"))
            .findFirst()
            .orElseThrow();
    String artifact = SUITE.resolve(good.text("artifact")).toString();

    assertThat(run(good, artifact)).isZero();
    for (String option :
        List.of("--tlog-entries", "--observer-timestamps", "--signed-timestamps", "--scts")) {
      assertThat(run(good, artifact, option, "2")).isOne();
      assertThat(run(good, artifact, option, "0")).isZero();
    }
  }

  @Test
  void aMissingTrustedRootIsAnErrorAndNoVerdict() {
    Run run = Run.of("verify-bundle", "sha256:" + "0".repeat(64), "--bundle", "none.json");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.diagnostics()).startsWith("verify-bundle: needs --trusted-root");
  }

  private static int run(Case one, String subject, String... more) {
    List<String> words = new ArrayList<>(List.of("verify-bundle"));
    words.addAll(List.of("--bundle", SUITE.resolve(one.text("bundle")).toString()));
    words.addAll(List.of("--trusted-root", SUITE.resolve(one.text("trusted_root")).toString()));
    if (one.members().get("key") == null) {
      words.addAll(List.of("--certificate-identity", one.text("identity")));
      words.addAll(List.of("--certificate-oidc-issuer", one.text("issuer")));
    } else {
      words.addAll(List.of("--key", SUITE.resolve(one.text("key")).toString()));
    }
    words.addAll(List.of(more));
    words.add(subject);
    return Run.of(words.toArray(String[]::new)).code();
  }
}
