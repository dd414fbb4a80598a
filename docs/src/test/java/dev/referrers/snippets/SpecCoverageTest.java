package dev.referrers.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keeps the table of clauses true: what it names is there, and what it lacks it calls a gap. */
class SpecCoverageTest {

  private static final Path PAGE = Path.of("spec-coverage.md");
  private static final Path TESTS = Path.of("../referrers-core/src/test/java");
  private static final Pattern NAME = Pattern.compile("`(\\w+)#(\\w+)`");
  private static final Pattern ANNOTATION = Pattern.compile("@(Parameterized)?Test\\b");

  @Test
  void everyTestIsThere() throws IOException {
    Matcher name = NAME.matcher(Files.readString(PAGE));
    int names = 0;
    while (name.find()) {
      assertThat(members(name.group(1)))
          .as(name.group())
          .anyMatch(member -> isTest(member, name.group(2)));
      names++;
    }
    assertThat(names).isGreaterThan(100);
  }

  @Test
  void everyClauseHasATestOrIsAGap() throws IOException {
    List<String> rows =
        Files.readAllLines(PAGE).stream()
            .filter(line -> line.startsWith("| ") && !line.startsWith("| clause |"))
            .toList();

    assertThat(rows).hasSizeGreaterThan(60);
    assertThat(rows).allMatch(row -> NAME.matcher(row).find() || row.contains("**gap**"));
  }

  private static boolean isTest(String member, String name) {
    return member.contains("void " + name + "(") && ANNOTATION.matcher(member).find();
  }

  /** What blank lines keep apart: each begins with its annotations. */
  private static List<String> members(String testClass) throws IOException {
    try (Stream<Path> files = Files.walk(TESTS)) {
      List<Path> found = files.filter(file -> file.endsWith(testClass + ".java")).toList();
      assertThat(found).as(testClass).hasSize(1);
      return List.of(Files.readString(found.get(0)).split("\n\n"));
    }
  }
}
