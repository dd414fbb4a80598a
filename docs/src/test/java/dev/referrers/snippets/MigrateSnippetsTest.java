package dev.referrers.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.ReferrerDecoder;
import dev.referrers.ReferrerPublisher;
import dev.referrers.Registry;
import dev.referrers.attestation.Artifact;
import dev.referrers.attestation.Attestation;
import dev.referrers.bundle.BundlePublisher;
import dev.referrers.bundle.StoredBundles;
import dev.referrers.cosign.CosignPublisher;
import dev.referrers.cosign.CosignReferrerPublisher;
import dev.referrers.cosign.CosignReferrers;
import dev.referrers.cosign.Migration;
import dev.referrers.cosign.MigrationRecord;
import dev.referrers.cosign.MigrationReport;
import dev.referrers.cosign.MigrationStep;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Blob;
import dev.referrers.repository.Repository;
import dev.referrers.testing.Behaviour;
import dev.referrers.testing.ETags;
import dev.referrers.testing.FakeRegistry;
import dev.referrers.testing.FakeRepository;
import dev.referrers.transport.Capabilities;
import dev.referrers.transport.Feature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MigrateSnippetsTest {

  private final FakeRegistry registry =
      FakeRegistry.start(Behaviour.specified().withETags(ETags.HONOURED));
  private final FakeRepository stored = registry.repository("acme/api");
  private final Descriptor image = stored.pushImage("1.4.0");
  private final Repository api =
      Registry.at(registry.host())
          .allowPlainHttp(registry.host())
          .capabilities(conditional(registry.host() + "/acme/api"))
          .build()
          .repository("acme/api");
  private final List<String> printed = new ArrayList<>();
  private final List<MigrationRecord> records = new ArrayList<>();

  @BeforeEach
  void attach() throws IOException {
    Blob sbom = Blob.of("text/spdx", ByteString.encodeUtf8("SPDX"));
    CosignPublisher.into(api)
        .build()
        .publish(image, Attestation.of(Artifact.of("text/spdx", sbom)));
  }

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void migratesAndRollsBack() throws IOException {
    // region migrate
    Migration migration =
        Migration.in(api)
            .to(BundlePublisher.into(api).build(), StoredBundles.decoder())
            .to(ReferrerPublisher.into(api).build(), ReferrerDecoder.plain())
            .to(CosignReferrerPublisher.into(api).build(), CosignReferrers.decoder());
    for (MigrationStep step : migration.plan(image).steps()) {
      print(step.entry().digest() + " to " + step.to() + " " + step.reason());
    }
    migration.migrate(image);
    // endregion
    assertThat(printed).singleElement().asString().contains(" to referrer ");

    // region migrate-remove
    for (Descriptor subject : migration.subjects().subjects()) {
      MigrationReport done = migration.migrateAndRemoveTags(subject, this::keep);
      print(done.removedTags() + " " + done.warnings());
    }
    // endregion
    assertThat(printed.get(1)).endsWith(".sbom] []");
    assertThat(stored.tags()).containsExactly("1.4.0");

    for (MigrationRecord record : records) {
      // region migrate-rollback
      print(migration.rollback(record).restored());
      // endregion
    }
    assertThat(stored.tags()).hasSize(2);
  }

  private void keep(MigrationRecord record) throws IOException {
    records.add(MigrationRecord.parse(record.toJson()));
  }

  private void print(Object text) {
    printed.add(text.toString());
  }

  /** So nobody has to wait. */
  private static Capabilities conditional(String repository) {
    var capabilities = new Capabilities();
    capabilities.pin(repository, Feature.CONDITIONAL_TAGS, true);
    return capabilities;
  }
}
