package dev.referrers.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.AttestationQuery;
import dev.referrers.Candidate;
import dev.referrers.Source;
import dev.referrers.attestation.PredicateTypes;
import dev.referrers.error.LimitExceededException;
import dev.referrers.error.MalformedContentException;
import dev.referrers.error.NotFoundException;
import dev.referrers.error.UndeterminedException;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.oci.MediaTypes;
import dev.referrers.testing.Behaviour;
import dev.referrers.testing.Fault;
import dev.referrers.testing.Route;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import okio.ByteString;
import org.junit.jupiter.api.Test;

class StoredBundlesTest {

  private static final String SPDX = PredicateTypes.SPDX;
  private static final String SLSA = PredicateTypes.SLSA_PROVENANCE_V1;

  @Test
  void findsBundlesAmongOtherReferrers() throws IOException {
    try (var store = new BundleStore(Behaviour.specified())) {
      store.stored.addReferrer(store.image, "application/spdx+json", Annotations.NONE);
      Descriptor bundle = publish(store, SPDX);

      List<Candidate> found = list(store, AttestationQuery.ALL);

      assertThat(found).hasSize(1);
      assertThat(found.get(0).descriptor()).isEqualTo(bundle);
      assertThat(found.get(0).origins()).containsExactly(Source.REFERRERS_API);
      assertThat(found.get(0).layout()).isEqualTo("bundle");
      assertThat(found.get(0).attestation().original())
          .isNotNull()
          .extracting(original -> original.mediaType())
          .isEqualTo(SigstoreBundle.MEDIA_TYPE);
    }
  }

  @Test
  void loadsNothingWhereTheDescriptorsTell() throws IOException {
    try (var store = new BundleStore(Behaviour.specified())) {
      Descriptor spdx = publish(store, SPDX);
      publish(store, SLSA);
      store.registry.resetRequests();

      List<Candidate> found = list(store, AttestationQuery.ALL.withPredicateType("spdx"));

      assertThat(digests(found)).containsExactly(spdx.digest());
      assertThat(store.registry.requests()).hasSize(1);
    }
  }

  @Test
  void tellsSignaturesFromAttestations() throws IOException {
    try (var store = new BundleStore(Behaviour.specified())) {
      Descriptor signature = publish(store, PredicateTypes.COSIGN_SIGN);
      Descriptor spdx = publish(store, SPDX);

      assertThat(digests(list(store, AttestationQuery.SIGNATURES)))
          .containsExactly(signature.digest());
      assertThat(digests(list(store, AttestationQuery.ATTESTATIONS)))
          .containsExactly(spdx.digest());
      assertThat(digests(list(store, AttestationQuery.SIGNATURES.withChecks())))
          .containsExactly(signature.digest());
    }
  }

  /** cosign 2.6 lists them by their config's type and without annotations. */
  @Test
  void resolvesEntriesThatTellNothing_cosign2OnAReferrersTag() throws IOException {
    try (var store = new BundleStore(Behaviour.specified().withoutReferrersApi())) {
      List<ImageManifest> theirs = store.load("cosign2-newbundle-tagschema");
      Digest subject = Objects.requireNonNull(theirs.get(0).subject()).digest();
      List<Descriptor> entries = new ArrayList<>();
      theirs.forEach(
          each -> entries.add(each.descriptor().withArtifactType(MediaTypes.EMPTY_JSON)));
      store.stored.pushIndex("sha256-" + subject.encoded(), entries);
      var bundles = StoredBundles.in(store.repository);

      var all = bundles.list(subject, AttestationQuery.ALL);
      var signatures = bundles.list(subject, AttestationQuery.SIGNATURES);

      assertThat(all)
          .extracting(each -> each.descriptor().artifactType())
          .hasSize(2)
          .containsOnly(SigstoreBundle.MEDIA_TYPE);
      assertThat(signatures).hasSize(1);
      store.registry.resetRequests();
      signatures.get(0).attestation();
      assertThat(store.registry.requests()).isEmpty(); // its manifest and blob told what it is
    }
  }

  @Test
  void takesNoSignatureForOneBecauseItSaysSo_cosign2WithSigningConfig() throws IOException {
    try (var store = new BundleStore(Behaviour.specified())) {
      ImageManifest theirs = store.load("cosign2-newbundle-signingconfig").get(0);
      Digest subject = Objects.requireNonNull(theirs.subject()).digest();
      var bundles = StoredBundles.in(store.repository);

      assertThat(bundles.list(subject, AttestationQuery.SIGNATURES)).isEmpty();
      assertThat(bundles.list(subject, AttestationQuery.ATTESTATIONS)).hasSize(1);
    }
  }

  @Test
  void checksFindABundleBehindAnotherArtifactType() throws IOException {
    try (var store = new BundleStore(Behaviour.specified())) {
      Descriptor hidden = hidden(store);
      store.stored.addReferrer(store.image, "application/spdx+json", Annotations.NONE);

      assertThat(list(store, AttestationQuery.ALL)).isEmpty();
      assertThat(digests(list(store, AttestationQuery.ALL.withChecks())))
          .containsExactly(hidden.digest());
    }
  }

  @Test
  void givesTheNewestFirst() throws IOException {
    try (var store = new BundleStore(Behaviour.specified())) {
      publish(store, SPDX, Instant.EPOCH);
      Descriptor newest = publish(store, SPDX, Instant.EPOCH.plusSeconds(20));
      Descriptor newer = publish(store, SPDX, Instant.EPOCH.plusSeconds(10));
      publish(store, SLSA, Instant.EPOCH.plusSeconds(30));

      var query = AttestationQuery.ALL.withPredicateType("spdx").withNewest(2);

      assertThat(digests(list(store, query))).containsExactly(newest.digest(), newer.digest());
    }
  }

  @Test
  void keepsWhatCannotBeRead_andSaysWhy() throws IOException {
    try (var store = new BundleStore(Behaviour.specified())) {
      store.stored.addReferrer(store.image, SigstoreBundle.MEDIA_TYPE, Annotations.NONE);

      List<Candidate> found = list(store, AttestationQuery.SIGNATURES);

      assertThat(found).hasSize(1);
      assertThatThrownBy(() -> found.get(0).attestation())
          .isInstanceOf(MalformedContentException.class)
          .hasMessage(
              "Manifest "
                  + found.get(0).descriptor().digest()
                  + ": expected one layer that is a sigstore bundle but has none or others");
    }
  }

  @Test
  void aBundleThatIsGoneIsNoMalformedOne() throws IOException {
    try (var store = new BundleStore(Behaviour.specified())) {
      Descriptor bundle = publish(store, PredicateTypes.COSIGN_SIGN);
      ImageManifest manifest =
          ImageManifest.parse(
              "Manifest", store.stored.manifest(bundle.digest().toString()).bytes());
      store.stored.deleteBlob(manifest.layers().get(0).digest());

      List<Candidate> found = list(store, AttestationQuery.SIGNATURES);

      assertThat(found).hasSize(1);
      assertThatThrownBy(() -> found.get(0).attestation()).isInstanceOf(NotFoundException.class);
    }
  }

  @Test
  void aBundleThatIsTooLargeIsNotFetched() throws IOException {
    try (var store = new BundleStore(Behaviour.specified())) {
      var huge =
          Descriptor.of(SigstoreBundle.MEDIA_TYPE, Digest.sha256(ByteString.EMPTY), 1L << 40);
      var manifest = new BundleManifest(store.image, huge, Annotations.NONE).build();
      store.stored.pushManifest(manifest.mediaType(), manifest.bytes());

      Candidate found = list(store, AttestationQuery.ALL).get(0);

      assertThatThrownBy(found::attestation)
          .isInstanceOf(LimitExceededException.class)
          .hasMessageContaining("is longer than " + SigstoreBundle.MAX_BYTES + " bytes");
      assertThat(store.registry.count(Route.GET_BLOB)).isZero();
    }
  }

  @Test
  void aFailedSearchIsNoEmptyOne() throws IOException {
    try (var store = new BundleStore(Behaviour.specified())) {
      publish(store, SPDX);
      store.registry.fault(Route.REFERRERS, Fault.status(500).always());

      assertThatThrownBy(() -> list(store, AttestationQuery.ALL))
          .isInstanceOf(UndeterminedException.class);
      assertThatThrownBy(
              () ->
                  StoredBundles.in(store.repository).stream(
                          store.image.digest(), AttestationQuery.ALL)
                      .count())
          .isInstanceOf(UncheckedIOException.class)
          .hasCauseInstanceOf(UndeterminedException.class);
    }
  }

  private static Descriptor hidden(BundleStore store) throws IOException {
    var bundle = SigstoreBundle.write(store.attestation(SPDX, "{}", "key"));
    Descriptor layer = store.stored.pushBlob(bundle).withMediaType(SigstoreBundle.MEDIA_TYPE);
    var manifest =
        ImageManifest.builder(Descriptor.EMPTY_JSON)
            .artifactType("application/x-innocent")
            .addLayer(layer)
            .subject(store.image)
            .build();
    store.stored.pushBlob(ByteString.encodeUtf8("{}"));
    return store.stored.pushManifest(manifest.mediaType(), manifest.bytes());
  }

  private static Descriptor publish(BundleStore store, String predicateType) throws IOException {
    return publish(store, predicateType, Instant.EPOCH);
  }

  private static Descriptor publish(BundleStore store, String predicateType, Instant created)
      throws IOException {
    return BundlePublisher.into(store.repository)
        .clock(() -> created)
        .build()
        .publish(store.image, store.attestation(predicateType, "{}", "key"))
        .manifest();
  }

  private static List<Candidate> list(BundleStore store, AttestationQuery query)
      throws IOException {
    return StoredBundles.in(store.repository).list(store.image.digest(), query);
  }

  private static List<Digest> digests(List<Candidate> candidates) {
    return candidates.stream().map(candidate -> candidate.descriptor().digest()).toList();
  }
}
