package dev.referrers.api;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A change of the public API is a change of a file that reviewers see. */
class PublicApiTest {

  private static final Path ROOT = Path.of("..");

  private static final String UPDATE =
      "./mvnw -B -ntp -q test -pl docs -am -Dtest=PublicApiTest -Dapi.update=true"
          + " -Dsurefire.failIfNoSpecifiedTests=false";

  @ParameterizedTest
  @CsvSource({
    "referrers-core, referrers-core, classes, dev",
    "referrers-core, referrers-core-testing, test-classes, dev/referrers/testing",
    "referrers-cosign-compat, referrers-cosign-compat, classes, dev",
    "referrers-bundle, referrers-bundle, classes, dev"
  })
  void isWhatItsFileSays(String module, String name, String classes, String under)
      throws IOException {
    Path file = ROOT.resolve(module + "/api/" + name + ".api");
    List<String> lines =
        PublicClasses.in(ROOT.resolve(module + "/target/" + classes), under).stream()
            .flatMap(type -> new TypeLines(type).all())
            .toList();
    if (Boolean.getBoolean("api.update")) {
      Files.createDirectories(file.getParent());
      Files.write(file, lines);
    }

    assertThat(changes(Files.readAllLines(file), lines))
        .as("changes of the API; if they are meant, run %s", UPDATE)
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"referrers-core", "referrers-cosign-compat"})
  void modulesExportTheirPublicPackages(String module) throws IOException {
    Path classes = ROOT.resolve(module + "/target/classes");
    TreeSet<String> packages =
        PublicClasses.in(classes, "dev").stream()
            .map(Class::getPackageName)
            .collect(toCollection(TreeSet::new));

    try (InputStream in = Files.newInputStream(classes.resolve("module-info.class"))) {
      assertThat(ModuleDescriptor.read(in).exports())
          .extracting(ModuleDescriptor.Exports::source)
          .containsExactlyInAnyOrderElementsOf(packages);
    }
  }

  /** Each line that is in one only, as in a diff. */
  private static List<String> changes(List<String> before, List<String> now) {
    return Stream.concat(
            before.stream().filter(line -> !now.contains(line)).map(line -> "- " + line),
            now.stream().filter(line -> !before.contains(line)).map(line -> "+ " + line))
        .toList();
  }
}
