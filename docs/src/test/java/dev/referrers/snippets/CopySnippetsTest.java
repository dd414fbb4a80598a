package dev.referrers.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.Copy;
import dev.referrers.CopyReport;
import dev.referrers.CopyReport.Fate;
import dev.referrers.CopyReport.Kind;
import dev.referrers.ReferrersTree;
import dev.referrers.Registry;
import dev.referrers.TreeQuery;
import dev.referrers.oci.Annotations;
import dev.referrers.repository.Repository;
import dev.referrers.testing.FakeRegistry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CopySnippetsTest {

  private final FakeRegistry registry = FakeRegistry.start();
  private final FakeRegistry mirror = FakeRegistry.start();
  private final List<String> printed = new ArrayList<>();

  @BeforeEach
  void pushImage() {
    var stored = registry.repository("acme/api");
    stored.addReferrer(stored.pushImage("1.4.0"), "application/spdx+json", Annotations.NONE);
  }

  @AfterEach
  void close() {
    registry.close();
    mirror.close();
  }

  private static Repository open(FakeRegistry registry) {
    return Registry.at(registry.host())
        .allowPlainHttp(registry.host())
        .build()
        .repository("acme/api");
  }

  private void print(Object text) {
    printed.add(text.toString());
  }

  @Test
  void copy() throws IOException {
    Repository from = open(registry);
    Repository to = open(mirror);
    // region copy
    Copy copy = Copy.between(from, to).query(TreeQuery.REFERRERS.withCosignTags()).build();
    CopyReport plan = copy.plan("1.4.0", "1.4.0");
    print(plan.bytes(Kind.BLOB, Fate.COPIED) + " bytes to copy at most");
    CopyReport report = copy.copy("1.4.0", "1.4.0", "latest");
    print(report.count(Kind.MANIFEST, Fate.COPIED) + " manifests copied");
    print(report.count(Kind.BLOB, Fate.PRESENT) + " blobs were there");
    report.listings().forEach(list -> print(list.referrers() + " listed by " + list.by()));
    report.warnings().forEach(warning -> print(warning));
    // endregion
    assertThat(printed)
        .containsExactly(
            "53 bytes to copy at most",
            "2 manifests copied",
            "0 blobs were there",
            "1 listed by REFERRERS_API");
  }

  @Test
  void tree() throws IOException {
    Repository from = open(registry);
    // region tree
    ReferrersTree tree = ReferrersTree.of(from, "1.4.0");
    print(tree.draw());
    long sboms =
        tree.stream()
            .filter(node -> "application/spdx+json".equals(node.manifest().artifactType()))
            .count();
    print(sboms + " SBOMs, wherever they are attached");
    // endregion
    assertThat(printed.get(0)).contains("└── sha256:");
    assertThat(printed.get(1)).startsWith("1 SBOMs");
  }
}
