package dev.referrers.bundle;

import dev.referrers.ReferrerEncoding;
import dev.referrers.ReferrersQuery;
import dev.referrers.attestation.Attestation;
import dev.referrers.error.LimitExceededException;
import dev.referrers.error.MalformedContentException;
import dev.referrers.error.NotFoundException;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Blob;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bundles as cosign 3 stores them. */
final class BundleEncoding implements ReferrerEncoding {

  static final String LAYOUT = "bundle";

  @Override
  public String layout() {
    return LAYOUT;
  }

  @Override
  public Encoded encode(Descriptor subject, Attestation attestation, Instant now) {
    var bundle = Blob.of(SigstoreBundle.mediaType(attestation), SigstoreBundle.write(attestation));
    var annotations = BundleAnnotations.of(attestation, now);
    var manifest = new BundleManifest(subject.bare(), bundle.descriptor(), annotations).build();
    return new Encoded(manifest, List.of(bundle), Said.likeness(attestation));
  }

  @Override
  public ReferrersQuery similarTo(String kind) {
    return StoredBundles.QUERY.sortedByNewest();
  }

  @Override
  public boolean mayBe(String kind, Descriptor listed) {
    String told = BundleAnnotations.reliablePredicateType(listed.annotations());
    return told == null || told.equals(kind);
  }

  @Override
  public @Nullable Likeness likeness(Manifest stored, Repository repository) throws IOException {
    try {
      return Said.likeness(StoredBundle.load(stored, repository));
    } catch (MalformedContentException
        | LimitExceededException
        | NotFoundException
        | IllegalArgumentException e) {
      return null; // whatever it is, it is none that we would write
    }
  }
}
