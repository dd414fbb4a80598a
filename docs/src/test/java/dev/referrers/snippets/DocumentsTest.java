package dev.referrers.snippets;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Keeps the documents true: their Java is the Java that runs here, and their links lead somewhere.
 */
class DocumentsTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path SOURCES = Path.of("src/test/java/dev/referrers/snippets");
  private static final Pattern BLOCK =
      Pattern.compile("(?:<!-- snippet: ([a-z-]+) -->\n)?```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern IMPORTS =
      Pattern.compile("<!-- imports -->\n```java\n(.*?)```\n", Pattern.DOTALL);
  private static final Pattern IMPORT = Pattern.compile("import [^;]*?(\\w+);\n");
  private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(?:#[^)]*)?\\)");

  @Test
  void everyJavaBlockIsASnippetThatRuns() throws IOException {
    int blocks = 0;
    for (Path document : documents()) {
      Matcher block = BLOCK.matcher(withoutImports(document));
      while (block.find()) {
        assertThat(block.group(1)).as("snippet name in " + document).isNotNull();
        assertThat(block.group(2)).as(document.toString()).isEqualTo(region(block.group(1)));
        blocks++;
      }
    }
    assertThat(blocks).isGreaterThanOrEqualTo(7);
  }

  @Test
  void everyGuideImportsWhatItsBlocksUse() throws IOException {
    for (Path document : documents()) {
      List<MatchResult> blocks = BLOCK.matcher(withoutImports(document)).results().toList();
      if (document.startsWith(ROOT.resolve("docs/guide")) && !blocks.isEmpty()) {
        String code = blocks.stream().map(block -> block.group(2)).collect(joining());
        assertThat(IMPORTS.matcher(Files.readString(document)).results().map(r -> r.group(1)))
            .as("imports of " + document)
            .containsExactly(importsFor(code, sourceOf(blocks.get(0).group(1))));
      }
    }
  }

  @Test
  void everyRelativeLinkLeadsSomewhere() throws IOException {
    for (Path document : documents()) {
      Matcher link = LINK.matcher(Files.readString(document));
      while (link.find()) {
        assertThat(document.resolveSibling(link.group(1)))
            .as(link.group(1) + " in " + document)
            .exists();
      }
    }
  }

  @Test
  void everyErrorTypeIsInTheCatalogue() throws IOException {
    String catalogue = Files.readString(ROOT.resolve("docs/errors.md"));
    Path errors = ROOT.resolve("referrers-core/src/main/java/dev/referrers/error");
    var missing = new TreeSet<String>();
    try (Stream<Path> files = Files.list(errors)) {
      files
          .map(file -> file.getFileName().toString().replace(".java", ""))
          .filter(name -> name.endsWith("Exception") && !catalogue.contains("`" + name + "`"))
          .forEach(missing::add);
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void everyFieldInTheCatalogueIsThere() throws IOException, ReflectiveOperationException {
    Matcher row =
        Pattern.compile("\\| `([A-Za-z]+Exception)` \\|[^|]*\\| ([a-zA-Z, ]+) \\|")
            .matcher(Files.readString(ROOT.resolve("docs/errors.md")));
    int fields = 0;
    while (row.find()) {
      Class<?> error = Class.forName("dev.referrers.error." + row.group(1));
      for (String field : row.group(2).split(", ", -1)) {
        assertThat(error).hasPublicMethods(field);
        fields++;
      }
    }
    assertThat(fields).isGreaterThan(20);
  }

  @Test
  void everyDecisionIsInTheIndex() throws IOException {
    String index = Files.readString(ROOT.resolve("docs/index.md"));
    try (Stream<Path> decisions = Files.list(ROOT.resolve("docs/decisions"))) {
      assertThat(decisions).allMatch(file -> index.contains("decisions/" + file.getFileName()));
    }
  }

  private static String withoutImports(Path document) throws IOException {
    return IMPORTS.matcher(Files.readString(document)).replaceAll("");
  }

  /** Those of the source whose names are in the code. */
  private static String importsFor(String code, String source) {
    return IMPORT
        .matcher(source)
        .results()
        .filter(line -> Pattern.compile("\\b" + line.group(1) + "\\b").matcher(code).find())
        .map(MatchResult::group)
        .collect(joining());
  }

  private static List<Path> documents() throws IOException {
    var documents = new ArrayList<Path>();
    try (Stream<Path> top = Files.list(ROOT);
        Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      Stream.concat(top, docs)
          .filter(file -> file.toString().endsWith(".md"))
          .filter(file -> !file.toString().contains("/target/"))
          .sorted()
          .forEach(documents::add);
    }
    return documents;
  }

  /** The lines between the markers, without their common indentation. */
  private static String region(String name) throws IOException {
    String source = sourceOf(name);
    String start = start(name);
    int from = source.indexOf(start);
    int to = source.indexOf("// endregion", from);
    String body = source.substring(from + start.length(), to);
    return body.stripTrailing().stripIndent() + "\n";
  }

  /** The one class that has the region. */
  private static String sourceOf(String name) throws IOException {
    var sources = new ArrayList<String>();
    try (Stream<Path> files = Files.list(SOURCES)) {
      for (Path file : files.toList()) {
        String source = Files.readString(file);
        if (source.contains(start(name))) {
          sources.add(source);
        }
      }
    }
    assertThat(sources).as("region " + name).hasSize(1);
    return sources.get(0);
  }

  private static String start(String name) {
    return "// region " + name + "\n";
  }
}
