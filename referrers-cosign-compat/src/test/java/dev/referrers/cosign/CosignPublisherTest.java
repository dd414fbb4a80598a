package dev.referrers.cosign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.AttestationQuery;
import dev.referrers.Publication;
import dev.referrers.PublishPolicy;
import dev.referrers.TagPublisher;
import dev.referrers.attestation.Artifact;
import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.Content;
import dev.referrers.attestation.Envelope;
import dev.referrers.attestation.Expectation;
import dev.referrers.attestation.LogEntry;
import dev.referrers.attestation.MessageSignature;
import dev.referrers.attestation.PredicateTypes;
import dev.referrers.attestation.ResourceDescriptor;
import dev.referrers.attestation.SimpleSigning;
import dev.referrers.attestation.Statement;
import dev.referrers.attestation.Subject;
import dev.referrers.attestation.Verdict;
import dev.referrers.attestation.VerificationMaterial;
import dev.referrers.attestation.VerificationMaterial.CertificateChain;
import dev.referrers.attestation.VerificationMaterial.SignedTimestamp;
import dev.referrers.key.KeySigner;
import dev.referrers.key.KeyVerifier;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.repository.Blob;
import dev.referrers.testing.Route;
import java.io.IOException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CosignPublisherTest {

  private static final ByteString PREDICATE = ByteString.encodeUtf8("{\"a\":1}");
  private static final KeyPair KEY = key();
  private static final KeyPair OTHER = key();

  private final CosignStore store = new CosignStore();
  private final Descriptor image = store.image;

  @AfterEach
  void stop() {
    store.close();
  }

  @Test
  void aSignatureIsFoundAndVerified() throws IOException {
    Attestation signed = signature(KEY);

    Publication done = publisher(PublishPolicy.APPEND).publish(image, signed);

    Attestation found = store.list(AttestationQuery.ALL).get(0).attestation();
    assertThat(done.layout()).isEqualTo("cosign");
    assertThat(done.entry()).isEqualTo(layers(".sig").get(0));
    assertThat(found.content()).isEqualTo(signed.content());
    assertThat(
            KeyVerifier.of(KEY.getPublic())
                .verify(found, Subject.of(image.digest()), Expectation.SIGNATURE))
        .isInstanceOf(Verdict.Verified.class);
  }

  @Test
  void requestsOfAFirstAndOfALaterLayer() throws IOException {
    TagPublisher publisher = publisher(PublishPolicy.APPEND);

    // payload, tag, config, tag's manifest, and once more to see it
    assertThat(requestsOf(publisher, signature(KEY))).isEqualTo(5);
    assertThat(requestsOf(publisher, signature(KEY))).isEqualTo(5);
    assertThat(layers(".sig")).hasSize(2);
  }

  @Test
  void anAttestationHasThePredicateTypeAndAnEmptySignatureBesideIt() throws IOException {
    Publication done =
        publisher(PublishPolicy.APPEND).publish(image, attestation(PredicateTypes.SPDX));

    assertThat(layers(".att")).containsExactly(done.entry());
    assertThat(done.entry().mediaType()).isEqualTo("application/vnd.dsse.envelope.v1+json");
    assertThat(done.entry().annotations().values())
        .isEqualTo(
            Map.of("dev.cosignproject.cosign/signature", "", "predicateType", PredicateTypes.SPDX));
  }

  @Test
  void anSbomIsTheOneLayerOfItsTag() throws IOException {
    publisher(PublishPolicy.APPEND).publish(image, sbom("text/spdx", "one"));
    publisher(PublishPolicy.REPLACE).publish(image, sbom("application/vnd.syft+json", "two"));

    assertThat(layers(".sbom"))
        .singleElement()
        .satisfies(
            layer -> {
              assertThat(layer.mediaType()).isEqualTo("application/vnd.syft+json");
              assertThat(layer.size()).isEqualTo(3);
            });
  }

  @Test
  void aSignatureByTheSameKeyIsSkippedWhenItsOwnerCanVerifyIt() throws IOException {
    var encoding = CosignEncoding.standard().withOwnVerifier(KeyVerifier.of(KEY.getPublic()));
    TagPublisher publisher =
        CosignPublisher.into(store.repository, encoding)
            .policy(PublishPolicy.SKIP_IDENTICAL)
            .build();
    publisher.publish(image, signature(OTHER));

    assertThat(publisher.publish(image, signature(KEY)).created()).isTrue();
    assertThat(publisher.publish(image, signature(KEY)).created()).isFalse();
    assertThat(publisher.publish(image, attestation(PredicateTypes.SPDX)).created()).isTrue();
    assertThat(publisher.publish(image, attestation(PredicateTypes.SPDX)).created()).isFalse();
    assertThat(layers(".sig")).hasSize(2);
    assertThat(layers(".att")).hasSize(1);
  }

  @Test
  void whoseASignatureIsDoesNotShow() throws IOException {
    TagPublisher publisher = publisher(PublishPolicy.SKIP_IDENTICAL);
    Attestation signed = signature(KEY);

    assertThat(publisher.publish(image, signed).created()).isTrue();
    assertThat(publisher.publish(image, signed).created()).isFalse();
    assertThat(publisher.publish(image, signature(KEY)).created()).isTrue();
  }

  @Test
  void aReplacementGoesByWhatPayloadsSay() throws IOException {
    publisher(PublishPolicy.APPEND)
        .publishAll(image, List.of(attestation(PredicateTypes.SPDX), attestation("custom:/x")));
    Descriptor kept = layers(".att").get(1);
    Descriptor unmarked = layers(".att").get(0).withAnnotations(Annotations.NONE);
    store.put(".att", kept, unmarked);

    Publication done =
        publisher(PublishPolicy.REPLACE).publish(image, attestation(PredicateTypes.SPDX));

    assertThat(layers(".att")).containsExactly(done.entry(), kept);
    assertThat(done.replaced()).containsExactly(unmarked.digest());
  }

  @Test
  void whatTheTagsCannotHoldIsRefusedBeforeAnythingIsWritten() {
    LogEntry promised = logEntry(ByteString.encodeUtf8("set"), Instant.EPOCH);
    assertRefused(Attestation.of(new MessageSignature(PREDICATE, null)), "no MessageSignature");
    assertRefused(sbom("text/plain", "x"), "media type of SPDX, CycloneDX or Syft");
    assertRefused(signatureOf(Digest.sha256(PREDICATE)), "needs to be about " + image.digest());
    assertRefused(attestation(PredicateTypes.COSIGN_SIGN), "needs to be a SimpleSigning");
    assertRefused(
        with(List.of(promised, promised), List.of()), "room for one log entry but there are 2");
    assertRefused(with(List.of(logEntry(null, Instant.EPOCH)), List.of()), "needs a time and");
    assertRefused(
        attestation(PredicateTypes.SPDX)
            .withMaterial(
                VerificationMaterial.NONE.withTimestamps(
                    List.of(new SignedTimestamp(ByteString.EMPTY)))),
        "needs to be over its envelope");
    assertRefused(
        signature(KEY).withAnnotations(Annotations.of("predicateType", "x")), "cosign's own");
    assertThatThrownBy(
            () ->
                publisher(PublishPolicy.APPEND)
                    .publish(
                        Descriptor.of(image.mediaType(), Digest.sha512(PREDICATE), 1),
                        sbom("text/spdx", "x")))
        .hasMessageContaining("Cosign tag needs a sha256 digest");
    assertThat(store.registry.count(Route.ANY)).isZero();
  }

  @Test
  void everythingThatGoesBesideASignatureIsReadBack() throws IOException {
    var material =
        new VerificationMaterial(
            new CertificateChain(List.of(PREDICATE, ByteString.encodeUtf8("inter"))),
            List.of(logEntry(ByteString.encodeUtf8("set"), Instant.ofEpochSecond(7))),
            List.of(new SignedTimestamp(ByteString.encodeUtf8("tsr"))));
    Attestation signed = signature(KEY).withMaterial(material);

    publisher(PublishPolicy.APPEND)
        .publish(image, signed.withAnnotations(Annotations.of("own", "<&>")));

    Attestation found = store.list(AttestationQuery.ALL).get(0).attestation();
    assertThat(found.material()).isEqualTo(material);
    assertThat(found.annotations()).isEqualTo(Annotations.of("own", "<&>"));
  }

  private void assertRefused(Attestation attestation, String message) {
    TagPublisher publisher = publisher(PublishPolicy.APPEND);
    assertThatThrownBy(() -> publisher.publish(image, attestation))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
    assertThatThrownBy(() -> publisher.requireHoldable(image, List.of(attestation)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private int requestsOf(TagPublisher publisher, Attestation attestation) throws IOException {
    store.registry.resetRequests();
    publisher.publish(image, attestation);
    return store.registry.count(Route.ANY);
  }

  private TagPublisher publisher(PublishPolicy policy) {
    return CosignPublisher.into(store.repository).policy(policy).build();
  }

  private List<Descriptor> layers(String suffix) throws IOException {
    var found = store.repository.require(store.tag(suffix)).manifest();
    return ((ImageManifest) found).layers();
  }

  private Attestation signature(KeyPair key) {
    ByteString payload =
        SimpleSigning.Payload.of("registry.example/acme/api", image.digest(), Map.of()).toJson();
    return Attestation.of(new SimpleSigning(payload, sign(key, payload)));
  }

  private Attestation signatureOf(Digest digest) {
    ByteString payload = SimpleSigning.Payload.of("x", digest, Map.of()).toJson();
    return Attestation.of(new SimpleSigning(payload, sign(KEY, payload)));
  }

  private Attestation attestation(String predicateType) {
    Statement statement =
        Statement.of(List.of(ResourceDescriptor.of(image.digest())), predicateType, PREDICATE);
    ByteString payload = statement.bytes();
    ByteString message = Envelope.preAuthenticationEncoding(Envelope.IN_TOTO, payload);
    Content envelope =
        new Envelope(Envelope.IN_TOTO, payload, List.of(Envelope.Signature.of(sign(KEY, message))));
    return Attestation.of(envelope);
  }

  private Attestation with(List<LogEntry> entries, List<SignedTimestamp> timestamps) {
    return signature(KEY).withMaterial(new VerificationMaterial(null, entries, timestamps));
  }

  private static LogEntry logEntry(@Nullable ByteString promise, Instant time) {
    var body = ByteString.encodeUtf8("{\"kind\":\"hashedrekord\",\"apiVersion\":\"0.0.1\"}");
    return new LogEntry(
        42, ByteString.encodeUtf8("log"), "hashedrekord", "0.0.1", time, promise, null, body);
  }

  private static Attestation sbom(String type, String content) {
    return Attestation.of(Artifact.of(type, Blob.of(type, ByteString.encodeUtf8(content))));
  }

  private static ByteString sign(KeyPair key, ByteString message) {
    try {
      return KeySigner.of(key).sign(message).value();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static KeyPair key() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
