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
import dev.referrers.Candidate;
import dev.referrers.CombinedPublisher;
import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.PredicateTypes;
import dev.referrers.attestation.VerificationMaterial;
import dev.referrers.attestation.VerificationMaterial.KeyHint;
import dev.referrers.bundle.BundlePublisher;
import dev.referrers.bundle.StoredBundles;
import dev.referrers.cosign.CosignPublisher;
import dev.referrers.cosign.Migration;
import dev.referrers.cosign.MigrationPlan;
import dev.referrers.cosign.MigrationReport;
import dev.referrers.cosign.MigrationStep;
import dev.referrers.error.RegistryException;
import dev.referrers.key.PublicKeys;
import dev.referrers.testing.Behaviour;
import dev.referrers.testing.Fault;
import dev.referrers.testing.Route;
import java.io.IOException;
import java.util.List;
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

    legacy.migration(legacy.client()).migrateAndRemoveTags(legacy.image, record -> {});

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

  private List<Candidate> bundles() throws IOException {
    return StoredBundles.in(legacy.repository).list(legacy.image.digest(), AttestationQuery.ALL);
  }
}
