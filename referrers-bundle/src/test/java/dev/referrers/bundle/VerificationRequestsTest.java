package dev.referrers.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.Verification;
import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.Expectation;
import dev.referrers.attestation.PredicateTypes;
import dev.referrers.attestation.ResourceDescriptor;
import dev.referrers.attestation.Statement;
import dev.referrers.attestation.Subject;
import dev.referrers.key.KeySigner;
import dev.referrers.key.KeyVerifier;
import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.testing.Behaviour;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import okio.ByteString;
import org.junit.jupiter.api.Test;

class VerificationRequestsTest {

  /** One listing, and of each bundle its manifest and its blob. */
  @Test
  void twoHundredBundlesAre401Requests() throws Exception {
    var keys = Signing.ecKeys();
    var expected = Expectation.attestation(PredicateTypes.SLSA_PROVENANCE_V1);
    try (var store = new BundleStore(Behaviour.specified());
        var signer = KeySigner.of(keys)) {
      BundlePublisher.into(store.repository)
          .build()
          .publishAll(store.image, attestations(store, signer, 200));
      store.registry.resetRequests();

      var report =
          Verification.of(StoredBundles.in(store.repository), KeyVerifier.of(keys.getPublic()))
              .verify(Subject.of(store.image.digest()), expected);

      assertThat(report.verified()).hasSize(200);
      assertThat(store.registry.requests()).hasSize(401);
    }
  }

  /** Two requests more, and only where the answer would be no without. */
  @Test
  void aBundleWhoseAnnotationLiesIsFoundBeforeTheAnswerIsNo() throws Exception {
    var keys = Signing.ecKeys();
    var expected = Expectation.attestation(PredicateTypes.SLSA_PROVENANCE_V1);
    try (var store = new BundleStore(Behaviour.specified());
        var signer = KeySigner.of(keys)) {
      List<Attestation> two = attestations(store, signer, 2);
      mislabel(store, two.get(0));
      var verification =
          Verification.of(StoredBundles.in(store.repository), KeyVerifier.of(keys.getPublic()));
      var image = Subject.of(store.image.digest());
      store.registry.resetRequests();

      assertThat(verification.verify(image, expected).verified()).hasSize(1);
      assertThat(verification.verify(image, Expectation.attestation("vuln")).results()).isEmpty();
      assertThat(store.registry.requests()).hasSize(6);

      BundlePublisher.into(store.repository).build().publish(store.image, two.get(1));
      store.registry.resetRequests();
      assertThat(verification.verify(image, expected).verified()).hasSize(1);
      assertThat(store.registry.requests()).hasSize(3);
    }
  }

  private static void mislabel(BundleStore store, Attestation attestation) {
    Descriptor bundle =
        store
            .stored
            .pushBlob(SigstoreBundle.write(attestation))
            .withMediaType(SigstoreBundle.MEDIA_TYPE);
    var lie = Annotations.of(BundleAnnotations.PREDICATE_TYPE, PredicateTypes.SPDX);
    var manifest = new BundleManifest(store.image, bundle, lie).build();
    store.stored.pushManifest(manifest.mediaType(), manifest.bytes());
  }

  private static List<Attestation> attestations(BundleStore store, KeySigner signer, int count)
      throws IOException {
    List<Attestation> attestations = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      var predicate = ByteString.encodeUtf8("{\"n\":" + i + "}");
      var subject = List.of(ResourceDescriptor.of(store.image.digest()));
      attestations.add(
          Statement.of(subject, PredicateTypes.SLSA_PROVENANCE_V1, predicate).sign(signer));
    }
    return attestations;
  }
}
