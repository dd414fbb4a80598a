package dev.referrers.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DependenciesTest {

  /** Written by the build: what Maven resolves for somebody who depends on this module. */
  private static final Path RESOLVED = Path.of("target", "runtime-dependencies.txt");

  @Test
  void runTimeNeedsTheseJarsAndNoOther() throws IOException {
    String resolved = Files.readString(RESOLVED);

    assertThat(Pattern.compile("(\\S+:\\S+):jar:").matcher(resolved).results())
        .extracting((MatchResult found) -> found.group(1))
        .containsExactlyInAnyOrder(
            "com.squareup.okhttp3:okhttp-jvm",
            "com.squareup.okio:okio-jvm",
            "org.jetbrains.kotlin:kotlin-stdlib",
            "org.jetbrains:annotations",
            "com.squareup.moshi:moshi",
            "org.jspecify:jspecify");
  }
}
