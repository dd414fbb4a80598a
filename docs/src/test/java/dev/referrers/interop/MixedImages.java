package dev.referrers.interop;

import dev.referrers.AttestationPublisher;
import dev.referrers.AttestationQuery;
import dev.referrers.Attestations;
import dev.referrers.Candidate;
import dev.referrers.CombinedPublisher;
import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.Envelope;
import dev.referrers.attestation.Expectation;
import dev.referrers.attestation.ImageSignature;
import dev.referrers.attestation.ResourceDescriptor;
import dev.referrers.attestation.SimpleSigning;
import dev.referrers.attestation.Statement;
import dev.referrers.attestation.Subject;
import dev.referrers.attestation.Verdict;
import dev.referrers.bundle.BundlePublisher;
import dev.referrers.bundle.StoredBundles;
import dev.referrers.cosign.CosignPublisher;
import dev.referrers.cosign.CosignReferrerPublisher;
import dev.referrers.cosign.CosignReferrers;
import dev.referrers.cosign.CosignTags;
import dev.referrers.manifest.ImageIndex;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Precondition;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import okio.ByteString;

/** Images of one repository, each signed and attested in one of the layouts, or in two. */
final class MixedImages {

  static final Duration SETTLE = Duration.ofMillis(500);

  private final Repository repository;
  private final KeyFiles key;
  private final List<Descriptor> subjects = new ArrayList<>();

  private MixedImages(Repository repository, KeyFiles key) {
    this.repository = repository;
    this.key = key;
  }

  /** Pushes 44 images, and 2 indexes of 2 images each: 50 subjects. */
  static MixedImages push(Repository repository, KeyFiles key) throws IOException {
    var images = new MixedImages(repository, key);
    for (int i = 0; i < 44; i++) {
      images.subjects.add(Images.push(repository, "image-" + i));
    }
    for (int i = 0; i < 2; i++) {
      Descriptor amd64 = Images.push(repository, "amd64-" + i);
      Descriptor arm64 = Images.push(repository, "arm64-" + i);
      ImageIndex index =
          ImageIndex.builder().addManifest(amd64.bare()).addManifest(arm64.bare()).build();
      repository.pushTag("multi-" + i, index, Precondition.NONE);
      images.subjects.addAll(List.of(index.descriptor(), amd64, arm64));
    }
    return images;
  }

  List<Descriptor> subjects() {
    return subjects;
  }

  /** Signs and attests one of them, in a layout that depends on its place. */
  void attach(int place) throws IOException {
    Descriptor subject = subjects.get(place);
    Attestation attestation = attestation(key, subject, "https://example.org/before");
    ImageSignature signature;
    try (var signer = key.signer()) {
      signature = ImageSignature.sign(signer, subject.digest(), "example.org/api", Map.of());
    }
    AttestationPublisher tags = tags(repository);
    AttestationPublisher bundles = BundlePublisher.into(repository).settle(SETTLE).build();
    switch (place % 4) {
      case 0 -> tags.publishAll(subject, List.of(signature.simpleSigning(), attestation));
      case 1 -> bundles.publishAll(subject, List.of(signature.statement(), attestation));
      case 2 -> {
        var both = CombinedPublisher.of(bundles, tags);
        both.publishForms(subject, List.of(signature.statement(), signature.simpleSigning()));
        both.publish(subject, attestation);
      }
      default ->
          CosignReferrerPublisher.into(repository)
              .settle(SETTLE)
              .build()
              .publishAll(subject, List.of(signature.simpleSigning(), attestation));
    }
  }

  static AttestationPublisher tags(Repository repository) {
    return CosignPublisher.into(repository).settle(SETTLE).build();
  }

  static Attestation attestation(KeyFiles key, Descriptor subject, String predicateType)
      throws IOException {
    try (var signer = key.signer()) {
      return Statement.of(
              List.of(ResourceDescriptor.of(subject.digest())),
              predicateType,
              ByteString.encodeUtf8("{}"))
          .sign(signer);
    }
  }

  /** The signatures that the key verifies of one subject, by the one view of all layouts. */
  Set<String> verified(Descriptor subject) throws IOException {
    Attestations view =
        Attestations.in(repository)
            .with(StoredBundles.decoder())
            .with(CosignReferrers.decoder())
            .with(CosignTags.in(repository));
    Set<String> verified = new TreeSet<>();
    for (Candidate each : view.list(subject.digest(), AttestationQuery.ALL)) {
      Attestation attestation = each.attestation();
      Verdict verdict =
          key.verifier().verify(attestation, Subject.of(subject.digest()), Expectation.ANY);
      if (verdict instanceof Verdict.Verified) {
        verified.add(subject.digest() + " " + signature(attestation));
      }
    }
    return verified;
  }

  static String signature(Attestation attestation) {
    return attestation.content() instanceof Envelope envelope
        ? envelope.signatures().get(0).sig().hex()
        : ((SimpleSigning) attestation.content()).signature().hex();
  }
}
