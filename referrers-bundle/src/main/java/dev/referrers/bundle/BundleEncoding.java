package dev.referrers.bundle;

import dev.referrers.ReferrerEncoding;
import dev.referrers.ReferrersQuery;
import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.AttestationVerifier;
import dev.referrers.attestation.Content;
import dev.referrers.attestation.Expectation;
import dev.referrers.attestation.MessageSignature;
import dev.referrers.attestation.ResourceDescriptor;
import dev.referrers.attestation.Statement;
import dev.referrers.attestation.Subject;
import dev.referrers.attestation.Verdict;
import dev.referrers.error.LimitExceededException;
import dev.referrers.error.MalformedContentException;
import dev.referrers.error.NotFoundException;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.repository.Blob;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bundles as cosign 3 stores them. */
final class BundleEncoding implements ReferrerEncoding {

  static final String LAYOUT = "bundle";

  private static final ReferrersQuery BUNDLES =
      ReferrersQuery.ALL
          .withArtifactTypePrefix("application/vnd.dev.sigstore.bundle")
          .sortedByNewest();

  private final @Nullable AttestationVerifier own;

  /**
   * @param own which takes what counts as the caller's own; null for all that looks like it
   */
  BundleEncoding(@Nullable AttestationVerifier own) {
    this.own = own;
  }

  @Override
  public String layout() {
    return LAYOUT;
  }

  @Override
  public Encoded encode(Descriptor subject, Attestation attestation, Instant now) {
    requireAbout(subject.digest(), attestation.content());
    var bundle = Blob.of(SigstoreBundle.mediaType(attestation), SigstoreBundle.write(attestation));
    var annotations = BundleAnnotations.of(attestation, now);
    var manifest = new BundleManifest(subject.bare(), bundle.descriptor(), annotations).build();
    return new Encoded(manifest, List.of(bundle), Said.likeness(attestation));
  }

  /** No verifier would take it for one of this subject. */
  private static void requireAbout(Digest subject, Content content) {
    if (content instanceof MessageSignature signature) {
      Digest said = signature.messageDigest();
      if (said != null && said.algorithm().equals(subject.algorithm()) && !said.equals(subject)) {
        throw new IllegalArgumentException(
            "Message signature needs to be of %s but is of %s".formatted(subject, said));
      }
      return;
    }
    Statement statement = BundleAnnotations.statement(content);
    if (statement != null
        && statement.subject().stream().noneMatch(each -> each.matches(subject))) {
      throw new IllegalArgumentException(
          "Statement needs the subject %s but is about %s"
              .formatted(
                  subject, statement.subject().stream().map(ResourceDescriptor::digest).toList()));
    }
  }

  @Override
  public ReferrersQuery similarTo(String kind) {
    return BUNDLES;
  }

  @Override
  public boolean mayBe(String kind, Descriptor listed) {
    String told = BundleAnnotations.reliablePredicateType(listed.annotations());
    return told == null || told.equals(kind);
  }

  @Override
  public @Nullable Likeness likeness(Manifest stored, Repository repository) throws IOException {
    try {
      Attestation attestation = StoredBundle.load(stored, repository);
      Likeness likeness = Said.likeness(attestation);
      // what is somebody else's is still of the same kind, and like nothing else
      return isOwn(attestation, stored) ? likeness : new Likeness(likeness.kind(), stored.digest());
    } catch (MalformedContentException
        | LimitExceededException
        | NotFoundException
        | IllegalArgumentException e) {
      return null; // whatever it is, it is none that we would write
    }
  }

  private boolean isOwn(Attestation attestation, Manifest stored) {
    Descriptor about = stored.subject();
    return own == null
        || (about != null
            && own.verify(attestation, Subject.of(about.digest()), Expectation.ANY)
                instanceof Verdict.Verified);
  }
}
