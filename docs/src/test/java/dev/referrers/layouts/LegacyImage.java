package dev.referrers.layouts;

import static java.util.Objects.requireNonNull;

import dev.referrers.AttestationQuery;
import dev.referrers.Attestations;
import dev.referrers.Candidate;
import dev.referrers.ReferrerDecoder;
import dev.referrers.ReferrerPublisher;
import dev.referrers.Registry;
import dev.referrers.attestation.Artifact;
import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.Envelope;
import dev.referrers.attestation.ResourceDescriptor;
import dev.referrers.attestation.SimpleSigning;
import dev.referrers.attestation.Statement;
import dev.referrers.bundle.BundlePublisher;
import dev.referrers.bundle.StoredBundles;
import dev.referrers.cosign.CosignPublisher;
import dev.referrers.cosign.CosignReferrerPublisher;
import dev.referrers.cosign.CosignReferrers;
import dev.referrers.cosign.CosignTags;
import dev.referrers.cosign.Migration;
import dev.referrers.key.KeySigner;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Blob;
import dev.referrers.repository.Repository;
import dev.referrers.testing.Behaviour;
import dev.referrers.testing.ETags;
import dev.referrers.testing.FakeRegistry;
import dev.referrers.testing.FakeRepository;
import dev.referrers.transport.Capabilities;
import dev.referrers.transport.Feature;
import dev.referrers.transport.RetryPolicy;
import java.io.IOException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import okio.ByteString;

/** A fake registry with one image, and what a legacy signer has put under its tags. */
final class LegacyImage implements AutoCloseable {

  static final KeyPair KEY = key();

  final FakeRegistry registry;
  final FakeRepository stored;
  final Descriptor image;
  final Repository repository;

  LegacyImage(Behaviour behaviour) {
    registry = FakeRegistry.start(behaviour.withETags(ETags.HONOURED));
    stored = registry.repository("acme/api");
    image = stored.pushImage("1.0");
    repository = client();
  }

  /** A client with no memory. Conditions are known to be checked, so nobody has to wait. */
  Repository client() {
    var capabilities = new Capabilities();
    capabilities.pin(registry.host() + "/acme/api", Feature.CONDITIONAL_TAGS, true);
    return Registry.at(registry.host())
        .allowPlainHttp(registry.host())
        .capabilities(capabilities)
        .retryPolicy(new RetryPolicy(1, Duration.ofMillis(1), Duration.ofMillis(2)))
        .build()
        .repository("acme/api");
  }

  static Migration migration(Repository repository) {
    return Migration.in(repository)
        .to(BundlePublisher.into(repository).build(), StoredBundles.decoder())
        .to(ReferrerPublisher.into(repository).build(), ReferrerDecoder.plain())
        .to(CosignReferrerPublisher.into(repository).build(), CosignReferrers.decoder());
  }

  Migration migration() {
    return migration(repository);
  }

  LegacyImage publish(Attestation... attestations) throws IOException {
    CosignPublisher.into(repository).build().publishAll(image, List.of(attestations));
    return this;
  }

  Attestation signature() throws IOException {
    ByteString payload =
        SimpleSigning.Payload.of("registry.example/acme/api", image.digest(), Map.of()).toJson();
    return Attestation.of(new SimpleSigning(payload, sign(payload)));
  }

  /** With a signature of a key that nothing names. */
  Attestation attestation(String predicateType) throws IOException {
    Statement statement =
        Statement.of(
            List.of(ResourceDescriptor.of(image.digest())),
            predicateType,
            ByteString.encodeUtf8("{\"a\":1}"));
    ByteString payload = statement.bytes();
    ByteString message = Envelope.preAuthenticationEncoding(Envelope.IN_TOTO, payload);
    return Attestation.of(
        new Envelope(Envelope.IN_TOTO, payload, List.of(Envelope.Signature.of(sign(message)))));
  }

  static Attestation sbom() {
    return sbom("SPDX");
  }

  static Attestation sbom(String content) {
    return Attestation.of(
        Artifact.of("text/spdx", Blob.of("text/spdx", ByteString.encodeUtf8(content))));
  }

  String tag(String suffix) {
    return "sha256-" + image.digest().encoded() + suffix;
  }

  /** What cosign's tags point to. */
  Map<String, ByteString> tags() {
    Map<String, ByteString> tags = new TreeMap<>();
    for (String tag : stored.tags()) {
      if (tag.matches("sha256-.*[.].*")) {
        tags.put(tag, requireNonNull(stored.manifest(tag)).bytes());
      }
    }
    return tags;
  }

  List<Descriptor> layers(String suffix) throws IOException {
    ByteString manifest = requireNonNull(tags().get(tag(suffix)));
    return ImageManifest.parse("Manifest", manifest).layers();
  }

  /** Layout, kind of content and origins of all that is found, sorted. */
  List<String> found() throws IOException {
    Attestations view =
        Attestations.in(repository)
            .with(StoredBundles.decoder())
            .with(CosignReferrers.decoder())
            .with(ReferrerDecoder.plain())
            .with(CosignTags.in(repository));
    List<String> found = new ArrayList<>();
    for (Candidate each : view.list(image.digest(), AttestationQuery.ALL)) {
      String kind = each.attestation().content().getClass().getSimpleName();
      found.add(each.layout() + " " + kind + " " + each.origins());
    }
    Collections.sort(found);
    return found;
  }

  @Override
  public void close() {
    registry.close();
  }

  private static ByteString sign(ByteString message) throws IOException {
    return KeySigner.of(KEY).sign(message).value();
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
