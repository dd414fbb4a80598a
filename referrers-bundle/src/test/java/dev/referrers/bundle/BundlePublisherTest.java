package dev.referrers.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.AttestationQuery;
import dev.referrers.Publication;
import dev.referrers.PublishPolicy;
import dev.referrers.ReferrerPublisher;
import dev.referrers.attestation.Artifact;
import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.Envelope;
import dev.referrers.attestation.MessageSignature;
import dev.referrers.attestation.PredicateTypes;
import dev.referrers.attestation.Statement;
import dev.referrers.attestation.VerificationMaterial;
import dev.referrers.attestation.VerificationMaterial.CertificateChain;
import dev.referrers.key.KeySigner;
import dev.referrers.key.KeyVerifier;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.testing.Behaviour;
import dev.referrers.testing.Route;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import okio.ByteString;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.OtherName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundlePublisherTest {

  private static final String SPDX = PredicateTypes.SPDX;
  private static final String SLSA = PredicateTypes.SLSA_PROVENANCE_V1;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cosign3-sign",
        "cosign3-attest",
        "cosign3-sign-docker",
        "cosign3-sign-index",
        "cosign3-sign-cert"
      })
  void writesTheManifestsThatCosign3Writes(String vector) throws IOException {
    try (var store = new BundleStore(Behaviour.specified())) {
      for (ImageManifest theirs : BundleStore.bundles(vector)) {
        Attestation attestation = SigstoreBundle.parse(BundleStore.bundle(vector, theirs));
        Instant created = Objects.requireNonNull(theirs.annotations().created());

        Publication ours =
            BundlePublisher.into(store.repository)
                .clock(() -> created)
                .build()
                .publish(Objects.requireNonNull(theirs.subject()), attestation);

        assertThat(store.stored.manifest(ours.manifest().digest().toString()).bytes())
            .isEqualTo(theirs.bytes());
        assertThat(store.stored.blob(theirs.layers().get(0).digest()))
            .isEqualTo(BundleStore.bundle(vector, theirs));
      }
    }
  }

  @Test
  void whatWasReadIsPublishedAgainAsItIs() throws IOException {
    try (var store = new BundleStore(Behaviour.specified());
        var other = new BundleStore(Behaviour.specified())) {
      ImageManifest theirs = store.load("cosign2-newbundle").get(0);
      Descriptor subject = Objects.requireNonNull(theirs.subject());
      Attestation read =
          StoredBundles.in(store.repository)
              .list(subject.digest(), AttestationQuery.ALL)
              .get(0)
              .attestation();

      Publication done = BundlePublisher.into(other.repository).build().publish(subject, read);

      assertThat(BundleStore.bundles("cosign2-newbundle"))
          .extracting(ImageManifest::digest)
          .contains(done.manifest().digest());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void isListedWithWhatItHolds(boolean api) throws IOException {
    var behaviour = Behaviour.specified();
    try (var store = new BundleStore(api ? behaviour : behaviour.withoutReferrersApi())) {
      Publication done =
          publisher(store, PublishPolicy.APPEND)
              .publish(store.image, store.attestation(SPDX, "{}", "key"));

      assertThat(done.layout()).isEqualTo("bundle");
      assertThat(done.manifest().artifactType()).isEqualTo(SigstoreBundle.MEDIA_TYPE);
      assertThat(done.manifest().annotations().get("dev.sigstore.bundle.content"))
          .isEqualTo("dsse-envelope");
      assertThat(done.manifest().annotations().get("dev.sigstore.bundle.predicateType"))
          .isEqualTo(SPDX);
    }
  }

  @Test
  void skipsTheSamePayloadBySameKey_whateverTheSignature() throws IOException {
    try (var store = new BundleStore(Behaviour.specified())) {
      Attestation first = store.attestation(SPDX, "{}", "key");
      var publisher = publisher(store, PublishPolicy.SKIP_IDENTICAL);
      Publication done = publisher.publish(store.image, first);

      Publication again =
          publisher.publish(store.image, resigned(first, "other signature", first.material()));

      assertThat(again.created()).isFalse();
      assertThat(again.manifest().digest()).isEqualTo(done.manifest().digest());
    }
  }

  @Test
  void skipsWhatTheCallersOwnVerifierTakes_andNothingThatLooksLikeIt() throws IOException {
    try (var store = new BundleStore(Behaviour.specified())) {
      var signer = KeySigner.of(Signing.ecKeys());
      var publisher =
          BundlePublisher.into(store.repository, KeyVerifier.of(signer.publicKey()))
              .policy(PublishPolicy.SKIP_IDENTICAL)
              .build();
      Attestation mine = Statement.signature(store.image.digest(), Map.of()).sign(signer);
      publisher(store, PublishPolicy.APPEND)
          .publish(store.image, resigned(mine, "forged", mine.material()));

      assertThat(publisher.publish(store.image, mine).created()).isTrue();
      assertThat(publisher.publish(store.image, mine).created()).isFalse();
      assertThat(publisher(store, PublishPolicy.SKIP_IDENTICAL).publish(store.image, mine))
          .extracting(Publication::created)
          .isEqualTo(false);
    }
  }

  /** Each signature has a certificate of its own. */
  @Test
  void skipsTheSamePayloadByTheSameUsername() throws IOException {
    try (var store = new BundleStore(Behaviour.specified())) {
      Attestation unsigned = store.attestation(SPDX, "{}", "key");
      var publisher = publisher(store, PublishPolicy.SKIP_IDENTICAL);
      publisher.publish(store.image, resigned(unsigned, "1", username("ci!example.org")));

      List<Publication> done =
          publisher.publishAll(
              store.image,
              List.of(
                  resigned(unsigned, "2", username("ci!example.org")),
                  resigned(unsigned, "3", username("mallory!example.org"))));

      assertThat(done).extracting(Publication::created).containsExactly(false, true);
    }
  }

  private static VerificationMaterial username(String name) {
    var identity =
        new TestSigstore()
            .identity(
                leaf ->
                    leaf.name =
                        new GeneralName(
                            GeneralName.otherName,
                            new OtherName(
                                new ASN1ObjectIdentifier("1.3.6.1.4.1.57264.1.7"),
                                new DERUTF8String(name))));
    var chain = new CertificateChain(List.of(identity.certificate()));
    return new VerificationMaterial(chain, List.of(), List.of());
  }

  @Test
  void skipsNoOtherPayloadAndNoOtherKey() throws IOException {
    try (var store = new BundleStore(Behaviour.specified())) {
      var publisher = publisher(store, PublishPolicy.SKIP_IDENTICAL);
      publisher.publish(store.image, store.attestation(SPDX, "{}", "key"));
      publisher.publish(store.image, store.attestation(SPDX, "{}", ""));

      List<Publication> done =
          publisher.publishAll(
              store.image,
              List.of(
                  store.attestation(SPDX, "{}", "another key"),
                  store.attestation(SPDX, "{\"a\":1}", "key"),
                  store.attestation(SLSA, "{}", "key"),
                  resigned(store.attestation(SPDX, "{}", ""), "x", VerificationMaterial.ofKey("")),
                  store.attestation(SPDX, "{}", "key")));

      assertThat(done)
          .extracting(Publication::created)
          .containsExactly(true, true, true, true, false);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void replacesThoseOfTheSamePredicateType(boolean api) throws IOException {
    var behaviour = Behaviour.specified();
    try (var store = new BundleStore(api ? behaviour : behaviour.withoutReferrersApi())) {
      var appending = publisher(store, PublishPolicy.APPEND);
      Publication old = appending.publish(store.image, store.attestation(SPDX, "{}", "key"));
      Publication other = appending.publish(store.image, store.attestation(SLSA, "{}", "key"));

      Publication done =
          publisher(store, PublishPolicy.REPLACE)
              .publish(store.image, store.attestation(SPDX, "{\"a\":1}", "key"));

      assertThat(done.replaced()).containsExactly(old.manifest().digest());
      assertThat(store.stored.hasManifest(old.manifest().digest().toString())).isFalse();
      assertThat(store.stored.hasManifest(other.manifest().digest().toString())).isTrue();
    }
  }

  @Test
  void looksIntoNoBundleThatSaysItIsOfAnotherType() throws IOException {
    try (var store = new BundleStore(Behaviour.specified())) {
      publisher(store, PublishPolicy.APPEND)
          .publishAll(
              store.image,
              List.of(store.attestation(SPDX, "{}", "key"), store.attestation(SLSA, "{}", "key")));
      store.registry.resetRequests();

      publisher(store, PublishPolicy.REPLACE)
          .publish(store.image, store.attestation(SPDX, "{\"a\":1}", "key"));

      assertThat(store.registry.count(Route.GET_BLOB)).isOne();
    }
  }

  /** cosign 2.6 with a signing config calls everything a signature. */
  @Test
  void replacesByWhatIsInTheBundle_notByItsAnnotation() throws IOException {
    try (var store = new BundleStore(Behaviour.specified())) {
      ImageManifest theirs = store.load("cosign2-newbundle-signingconfig").get(0);
      Descriptor subject = Objects.requireNonNull(theirs.subject());
      Attestation read = StoredBundle.load(theirs, store.repository);
      String type = Objects.requireNonNull(BundleAnnotations.predicateType(read.content()));
      var replacing = publisher(store, PublishPolicy.REPLACE);

      Publication signature =
          replacing.publish(
              subject, BundleStore.attestation(subject, PredicateTypes.COSIGN_SIGN, "{}", "key"));
      Publication same =
          replacing.publish(subject, BundleStore.attestation(subject, type, "{}", "key"));

      assertThat(theirs.annotations().get("dev.sigstore.bundle.predicateType"))
          .isEqualTo(PredicateTypes.COSIGN_SIGN)
          .isNotEqualTo(type);
      assertThat(signature.replaced()).isEmpty();
      assertThat(same.replaced()).containsExactly(theirs.digest());
    }
  }

  @Test
  void replacesNothingThatItCannotRead() throws IOException {
    try (var store = new BundleStore(Behaviour.specified())) {
      Descriptor broken =
          store.stored.addReferrer(
              store.image,
              SigstoreBundle.MEDIA_TYPE,
              Annotations.of(BundleAnnotations.PREDICATE_TYPE, SPDX));

      Publication done =
          publisher(store, PublishPolicy.REPLACE)
              .publish(store.image, store.attestation(SPDX, "{}", "key"));

      assertThat(done.replaced()).isEmpty();
      assertThat(store.stored.hasManifest(broken.digest().toString())).isTrue();
    }
  }

  @Test
  void publishesIntoARepositoryOfItsOwn() throws IOException {
    try (var store = new BundleStore(Behaviour.specified())) {
      var signatures = store.repository("acme/signatures");

      Publication done =
          BundlePublisher.into(signatures)
              .build()
              .publish(store.image, store.attestation(SPDX, "{}", "key"));

      assertThat(StoredBundles.in(signatures).list(store.image.digest(), AttestationQuery.ALL))
          .extracting(candidate -> candidate.descriptor().digest())
          .containsExactly(done.manifest().digest());
      assertThat(
              StoredBundles.in(store.repository).list(store.image.digest(), AttestationQuery.ALL))
          .isEmpty();
    }
  }

  @Test
  void refusesWhatABundleCannotHold() throws IOException {
    try (var store = new BundleStore(Behaviour.specified())) {
      var publisher = publisher(store, PublishPolicy.APPEND);
      var unsigned = Attestation.of(new Artifact("application/spdx+json", List.of()));
      var signature = Envelope.Signature.of(ByteString.encodeUtf8("s"));
      var noStatement =
          Attestation.of(
              new Envelope(Envelope.IN_TOTO, ByteString.encodeUtf8("{}"), List.of(signature)),
              VerificationMaterial.ofKey("key"));

      assertThatThrownBy(() -> publisher.publish(store.image, unsigned))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> publisher.publish(store.image, noStatement))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("Statement: ");
      assertThat(store.registry.count(Route.POST_UPLOAD)).isZero();
    }
  }

  @Test
  void refusesWhatIsAboutAnotherSubject() throws IOException {
    try (var store = new BundleStore(Behaviour.specified())) {
      var publisher = publisher(store, PublishPolicy.APPEND);
      Descriptor other = store.stored.pushImage("v2");
      Digest digest = other.digest();
      var statement = BundleStore.attestation(other, SPDX, "{}", "key");
      var message =
          Attestation.of(
              new MessageSignature(ByteString.encodeUtf8("s"), digest),
              VerificationMaterial.ofKey("key"));

      assertThatThrownBy(() -> publisher.publish(store.image, statement))
          .hasMessage(
              "Statement needs the subject %s but is about [{sha256=%s}]",
              store.image.digest(), digest.encoded());
      assertThatThrownBy(() -> publisher.publish(store.image, message))
          .hasMessage(
              "Message signature needs to be of %s but is of %s", store.image.digest(), digest);
      assertThat(store.registry.count(Route.POST_UPLOAD)).isZero();
      assertThat(publisher.publish(other, statement).created()).isTrue();
      assertThat(publisher.publish(other, message).created()).isTrue();
    }
  }

  private static Attestation resigned(
      Attestation attestation, String signature, VerificationMaterial material) {
    var envelope = (Envelope) attestation.content();
    var signatures = List.of(Envelope.Signature.of(ByteString.encodeUtf8(signature)));
    return Attestation.of(
        new Envelope(envelope.payloadType(), envelope.payload(), signatures), material);
  }

  private static ReferrerPublisher publisher(BundleStore store, PublishPolicy policy) {
    return BundlePublisher.into(store.repository)
        .policy(policy)
        .settle(Duration.ofMillis(40))
        .build();
  }
}
