package dev.referrers.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.Deletion;
import dev.referrers.DeletionReport;
import dev.referrers.Orphan;
import dev.referrers.Orphans;
import dev.referrers.ReferrerPublisher;
import dev.referrers.ReferrersRepair;
import dev.referrers.Registry;
import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Repository;
import dev.referrers.testing.Behaviour;
import dev.referrers.testing.FakeRegistry;
import dev.referrers.testing.FakeRepository;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeleteSnippetsTest {

  private final FakeRegistry registry =
      FakeRegistry.start(Behaviour.specified().withoutReferrersApi());
  private final FakeRepository stored = registry.repository("acme/api");
  private final Descriptor image = stored.pushImage("1.4.0");
  private final Descriptor sbom =
      stored.addReferrer(image, "application/spdx+json", Annotations.NONE);
  private final Repository api =
      Registry.at(registry.host()).allowPlainHttp(registry.host()).build().repository("acme/api");
  private final List<String> printed = new ArrayList<>();

  @AfterEach
  void close() {
    registry.close();
  }

  private void print(Object text) {
    printed.add(text.toString());
  }

  private static String tag(Descriptor subject) {
    return subject.digest().toString().replace(':', '-');
  }

  @Test
  void delete() throws IOException {
    stored.pushIndex(tag(image), List.of(sbom));
    // region delete
    Deletion deletion = Deletion.in(api).withCosignTags();
    DeletionReport plan = deletion.planWithReferrers(image.digest());
    print(plan.deleted().size() + " manifests to delete, and tags " + plan.tags());
    DeletionReport report = deletion.deleteWithReferrers(image.digest());
    report.kept().forEach(kept -> print("still there: " + kept.digest()));
    report.warnings().forEach(warning -> print(warning));
    // endregion
    assertThat(printed).containsExactly("2 manifests to delete, and tags [" + tag(image) + "]");
    assertThat(stored.manifests()).hasSize(1); // the list that no tag points to any more
  }

  @Test
  void prune() throws IOException {
    stored.pushIndex(tag(image), List.of(sbom));
    stored.deleteManifest(image.digest().toString());
    // region prune
    Orphans orphans = Orphans.in(api);
    List<Orphan> found = orphans.find();
    found.forEach(each -> print(each.tag() + " of " + each.subject() + " is an orphan"));
    DeletionReport report = orphans.prune(found);
    print(report.deleted().size() + " manifests pruned");
    // endregion
    assertThat(printed)
        .containsExactly(
            tag(image) + " of " + image.digest() + " is an orphan", "1 manifests pruned");
    assertThat(stored.tags()).isEmpty();
  }

  @Test
  void repair() throws IOException {
    Duration settle = Duration.ofMillis(40);
    // region repair
    ReferrersRepair repair =
        ReferrerPublisher.into(api)
            .settle(settle)
            .build()
            .repair(image.digest(), List.of(sbom.digest()));
    print(repair.listed().size() + " listed, " + repair.removed().size() + " entries removed");
    // endregion
    assertThat(printed).containsExactly("1 listed, 0 entries removed");
    assertThat(stored.hasManifest(tag(image))).isTrue();
  }
}
