package dev.referrers.layouts;

import static dev.referrers.testing.Route.DELETE_MANIFEST;
import static dev.referrers.testing.Route.GET_BLOB;
import static dev.referrers.testing.Route.GET_MANIFEST;
import static dev.referrers.testing.Route.HEAD_MANIFEST;
import static dev.referrers.testing.Route.POST_UPLOAD;
import static dev.referrers.testing.Route.PUT_MANIFEST;
import static dev.referrers.testing.Route.REFERRERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.AttestationQuery;
import dev.referrers.Attestations;
import dev.referrers.Candidate;
import dev.referrers.CombinedPublisher;
import dev.referrers.ReferrerDecoder;
import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.LogEntry;
import dev.referrers.attestation.PredicateTypes;
import dev.referrers.attestation.VerificationMaterial;
import dev.referrers.attestation.VerificationMaterial.KeyHint;
import dev.referrers.bundle.BundlePublisher;
import dev.referrers.bundle.StoredBundles;
import dev.referrers.cosign.CosignPublisher;
import dev.referrers.cosign.CosignReferrers;
import dev.referrers.cosign.Migration;
import dev.referrers.cosign.MigrationPlan;
import dev.referrers.cosign.MigrationRecord;
import dev.referrers.cosign.MigrationReport;
import dev.referrers.cosign.MigrationStep;
import dev.referrers.cosign.MigrationSubjects;
import dev.referrers.error.RegistryException;
import dev.referrers.error.UnconfirmedPublicationException;
import dev.referrers.key.PublicKeys;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.testing.Behaviour;
import dev.referrers.testing.Deletion;
import dev.referrers.testing.Fault;
import dev.referrers.testing.Route;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MigrationTest {

  private final LegacyImage legacy = new LegacyImage(Behaviour.specified());

  @AfterEach
  void close() {
    legacy.close();
  }

  @Test
  void anEnvelopeBecomesABundleWithTheSameSignature() throws IOException {
    Attestation attestation = legacy.attestation(PredicateTypes.SPDX);
    legacy.publish(attestation);

    MigrationReport done =
        legacy.migration().withKeys(List.of(LegacyImage.KEY.getPublic())).migrate(legacy.image);

    Attestation bundle = bundles().get(0).attestation();
    assertThat(bundle.content()).isEqualTo(attestation.content());
    assertThat(bundle.material().keyMaterial())
        .isEqualTo(new KeyHint(PublicKeys.hint(LegacyImage.KEY.getPublic())));
    assertThat(done.published()).hasSize(1);
    assertThat(done.steps())
        .singleElement()
        .returns("bundle", MigrationStep::to)
        .returns(true, MigrationStep::present);
    assertThat(done.removedTags()).isEmpty();
  }

  @Test
  void everySignatureOfOnePayloadIsMigrated() throws IOException {
    legacy.publish(legacy.attestation(PredicateTypes.SPDX));
    legacy.migration().migrate(legacy.image);
    legacy.publish(legacy.attestation(PredicateTypes.SPDX));

    legacy.migration().migrateAndRemoveTags(legacy.image, record -> {});

    assertThat(bundles()).hasSize(2);
    assertThat(bundles().get(0).attestation().material().keyMaterial()).isEqualTo(new KeyHint(""));
  }

  @Test
  void whatABundleHasNoRoomForIsCarriedWhole() throws IOException {
    var body = ByteString.encodeUtf8("{\"kind\":\"hashedrekord\",\"apiVersion\":\"0.0.1\"}");
    var promised =
        new LogEntry(42, body, "hashedrekord", "0.0.1", Instant.ofEpochSecond(7), body, null, body);
    var logged = VerificationMaterial.NONE.withLogEntries(List.of(promised));
    legacy.publish(legacy.attestation(PredicateTypes.SPDX).withMaterial(logged));
    List<Descriptor> layers = legacy.layers(".att");

    MigrationReport done = legacy.migration().migrateAndRemoveTags(legacy.image, record -> {});

    assertThat(done.steps())
        .singleElement()
        .returns("cosign-oci-1-1", MigrationStep::to)
        .extracting(MigrationStep::reason)
        .asString()
        .startsWith("Sigstore bundle of version 0.3 can't hold the attestation: ");
    assertThat(
            Attestations.in(legacy.repository)
                .with(CosignReferrers.decoder())
                .list(legacy.image.digest(), AttestationQuery.ALL))
        .extracting(Candidate::entry)
        .isEqualTo(layers);
    assertThat(legacy.tags()).isEmpty();
  }

  @Test
  void eachGoesWhereItCanBeHeld() throws IOException {
    legacy.publish(legacy.signature(), legacy.attestation(PredicateTypes.SPDX), LegacyImage.sbom());

    MigrationPlan plan = legacy.migration().plan(legacy.image);

    assertThat(plan.steps())
        .extracting(MigrationStep::to)
        .containsExactly("cosign-oci-1-1", "bundle", "referrer");
    assertThat(plan.steps().get(0).reason())
        .isEqualTo(
            "Sigstore bundle needs an envelope or a message signature but the content is of kind"
                + " SimpleSigning");
    assertThat(plan.steps()).noneMatch(MigrationStep::present);
    assertThat(plan.tags()).hasSize(3).allMatch(tag -> tag.stays() == null);
    assertThat(plan.publications()).hasSize(3).allMatch(each -> each.bytes() > 0);
    assertThat(legacy.stored.referrers(legacy.image.digest())).isEmpty();
  }

  @Test
  void whatNoLayoutHoldsIsLeftAndKeepsItsTag() throws IOException {
    legacy.publish(legacy.signature(), legacy.attestation(PredicateTypes.SPDX));
    Migration bundlesOnly =
        Migration.in(legacy.repository)
            .to(BundlePublisher.into(legacy.repository).build(), StoredBundles.decoder());

    MigrationReport done = bundlesOnly.migrateAndRemoveTags(legacy.image, record -> {});

    assertThat(done.removedTags()).containsExactly(legacy.tag(".att"));
    assertThat(done.warnings())
        .singleElement()
        .asString()
        .startsWith("Tag " + legacy.tag(".sig") + " holds layer sha256:")
        .contains("which is left: Sigstore bundle needs an envelope");
    assertThat(legacy.stored.tags()).contains("1.0", legacy.tag(".sig"));
  }

  @Test
  void aSecondRunWritesNothing() throws IOException {
    legacy.publish(legacy.signature(), legacy.attestation(PredicateTypes.SPDX), LegacyImage.sbom());
    legacy.migration().migrate(legacy.image);
    List<String> once = legacy.found();
    legacy.registry.resetRequests();

    MigrationReport again = legacy.migration().migrate(legacy.image);

    assertThat(again.published()).isEmpty();
    assertThat(again.steps()).hasSize(3).allMatch(MigrationStep::present);
    assertThat(legacy.found()).isEqualTo(once);
  }

  @Test
  void whatWasPublishedInBothLayoutsIsThereAlready() throws IOException {
    Attestation signed = legacy.attestation(PredicateTypes.SPDX);
    signed = signed.withMaterial(VerificationMaterial.ofKey("hint"));
    CombinedPublisher.of(
            BundlePublisher.into(legacy.repository).build(),
            CosignPublisher.into(legacy.repository).build())
        .publish(legacy.image, signed);

    MigrationReport done = legacy.migration().migrateAndRemoveTags(legacy.image, record -> {});

    assertThat(done.published()).isEmpty();
    assertThat(done.removedTags()).containsExactly(legacy.tag(".att"));
    assertThat(bundles()).hasSize(1);
  }

  @Test
  void requestsOfOneImage() throws IOException {
    legacy.publish(legacy.attestation(PredicateTypes.SPDX));
    legacy.registry.resetRequests();

    LegacyImage.migration(legacy.client()).migrateAndRemoveTags(legacy.image, record -> {});

    assertThat(legacy.registry.requests())
        .extracting(request -> request.route())
        .containsExactly(
            GET_MANIFEST, // .sig
            GET_MANIFEST, // .att
            GET_MANIFEST, // .sbom
            REFERRERS,
            GET_BLOB,
            POST_UPLOAD, // the bundle
            POST_UPLOAD, // the empty config
            PUT_MANIFEST,
            REFERRERS, // whether there is an API
            GET_MANIFEST, // and all that is there once more
            GET_MANIFEST,
            GET_MANIFEST,
            REFERRERS,
            GET_BLOB,
            GET_MANIFEST, // the bundle
            GET_BLOB,
            GET_MANIFEST, // whether publishers could put .att back
            GET_BLOB, // for the record: the config and the layer
            GET_BLOB,
            HEAD_MANIFEST, // whether .att has moved
            DELETE_MANIFEST);
  }

  @Test
  void nothingIsRemovedWhenOneSourceCannotBeRead() throws IOException {
    legacy.publish(legacy.signature(), legacy.attestation(PredicateTypes.SPDX));
    for (String suffix : List.of(".sig", ".sbom")) {
      legacy.registry.fault(
          Route.GET_MANIFEST, path -> path.endsWith(suffix), Fault.status(403).times(1));

      assertThatThrownBy(() -> legacy.migration().migrateAndRemoveTags(legacy.image, record -> {}))
          .isInstanceOf(RegistryException.class);
    }

    assertThat(legacy.stored.tags()).contains(legacy.tag(".sig"), legacy.tag(".att"));
    assertThat(legacy.registry.count(Route.DELETE_MANIFEST)).isZero();
  }

  @Test
  void whatIsAppendedMeanwhileIsMigratedBeforeTheTagGoes() throws IOException {
    legacy.publish(legacy.attestation(PredicateTypes.SPDX));
    List<MigrationRecord> records = new ArrayList<>();

    MigrationReport done =
        legacy
            .migration()
            .migrateAndRemoveTags(
                legacy.image,
                record -> {
                  records.add(record);
                  if (records.size() == 1) {
                    legacy.publish(legacy.attestation(PredicateTypes.CYCLONEDX));
                  }
                });

    assertThat(bundles()).hasSize(2);
    assertThat(done.removedTags()).containsExactly(legacy.tag(".att"));
    assertThat(records).hasSize(2);
    assertThat(records.get(1).tags().get(0).manifest().layers()).hasSize(2);
    assertThat(records.get(1).added()).hasSize(2);
  }

  @Test
  void aTagThatCouldNotBePutBackStays() throws IOException {
    legacy.publish(legacy.attestation(PredicateTypes.SPDX));
    var manifest =
        ImageManifest.builder(Descriptor.EMPTY_JSON)
            .artifactType("text/plain")
            .layers(legacy.layers(".att"))
            .build();
    legacy.stored.pushBlob(Descriptor.EMPTY_JSON.digest(), ByteString.encodeUtf8("{}"));
    legacy.stored.pushManifest(manifest.mediaType(), manifest.bytes(), legacy.tag(".att"));

    MigrationReport done = legacy.migration().migrateAndRemoveTags(legacy.image, record -> {});

    assertThat(done.removedTags()).isEmpty();
    assertThat(done.warnings())
        .containsExactly(
            "Tag %1$s could not be put back: Tag %1$s: expected layers beside a config, but its config is application/vnd.oci.empty.v1+json, so it is not overwritten"
                .formatted(legacy.tag(".att")));
    assertThat(bundles()).hasSize(1);
  }

  @Test
  void aDeletionThatIsRefusedIsAWarning() throws IOException {
    legacy.publish(legacy.attestation(PredicateTypes.SPDX));
    legacy.registry.behave(behaviour -> behaviour.withDeletion(Deletion.OFF));

    MigrationReport done = legacy.migration().migrateAndRemoveTags(legacy.image, record -> {});

    assertThat(done.removedTags()).isEmpty();
    assertThat(done.warnings())
        .singleElement()
        .asString()
        .startsWith("Tag " + legacy.tag(".att") + " is not deleted: ");
    assertThat(bundles()).hasSize(1);
  }

  @Test
  void nothingIsRemovedUnlessTheRecordIsSafe() throws IOException {
    legacy.publish(legacy.attestation(PredicateTypes.SPDX));

    assertThatThrownBy(
            () ->
                legacy
                    .migration()
                    .migrateAndRemoveTags(
                        legacy.image,
                        record -> {
                          throw new IOException("disk full");
                        }))
        .hasMessage("disk full");

    assertThat(legacy.tags()).hasSize(1);
  }

  @Test
  void whatIsPublishedButDoesNotShowIsAFailure() throws IOException {
    legacy.publish(legacy.attestation(PredicateTypes.SPDX));
    ReferrerDecoder blind = ReferrerDecoder.buildkit();
    Migration migration =
        Migration.in(legacy.repository).to(BundlePublisher.into(legacy.repository).build(), blind);

    assertThatThrownBy(() -> migration.migrateAndRemoveTags(legacy.image, record -> {}))
        .isInstanceOf(UnconfirmedPublicationException.class);

    assertThat(legacy.tags()).hasSize(1);
  }

  @Test
  void findsAllSubjectsOfARepository() throws IOException {
    legacy.publish(legacy.attestation(PredicateTypes.SPDX));
    Descriptor child = legacy.stored.pushImage("child");
    Descriptor index = legacy.stored.pushIndex("multi", List.of(child, legacy.image));
    legacy.stored.addReferrer(index, "text/plain", Annotations.NONE);
    String gone = "sha256-" + "0".repeat(64);
    legacy.stored.tag(gone + ".sig", legacy.image.digest());
    legacy.stored.tag(gone, legacy.image.digest());

    MigrationSubjects all = legacy.migration().subjects();

    assertThat(all.subjects())
        .extracting(Descriptor::digest)
        .containsExactlyInAnyOrder(legacy.image.digest(), index.digest(), child.digest());
    assertThat(all.orphans()).containsExactly(gone + ".sig");
  }

  private List<Candidate> bundles() throws IOException {
    return StoredBundles.in(legacy.repository).list(legacy.image.digest(), AttestationQuery.ALL);
  }
}
