package dev.referrers.bundle;

import dev.referrers.Candidate;
import dev.referrers.Referrer;
import dev.referrers.Source;
import dev.referrers.attestation.Attestation;
import dev.referrers.error.LimitExceededException;
import dev.referrers.error.MalformedContentException;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.util.List;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/** A referrer that holds a bundle, or is listed as if it did. */
final class StoredBundle implements Candidate {

  private final Repository repository;
  private final Referrer referrer;
  private @Nullable Attestation attestation;
  private @Nullable IOException unreadable;

  StoredBundle(Repository repository, Referrer referrer) {
    this.repository = repository;
    this.referrer = referrer;
  }

  @Override
  public Descriptor descriptor() {
    return referrer.descriptor();
  }

  @Override
  public List<Source> origins() {
    return referrer.origins();
  }

  @Override
  public String layout() {
    return BundleEncoding.LAYOUT;
  }

  @Override
  public synchronized Attestation attestation() throws IOException {
    if (unreadable != null) {
      throw unreadable;
    }
    Attestation known = attestation;
    if (known == null) {
      try {
        known = load(repository.fetch(descriptor()), repository);
      } catch (MalformedContentException | LimitExceededException e) {
        unreadable = e; // what is stored under a digest does not change
        throw e;
      }
      attestation = known;
    }
    return known;
  }

  @Override
  public String toString() {
    return "Bundle " + descriptor().digest();
  }

  /** The layer that is the bundle; null unless it is the only one. */
  static @Nullable Descriptor layer(Manifest manifest) {
    return manifest instanceof ImageManifest image
            && image.layers().size() == 1
            && SigstoreBundle.isBundle(image.layers().get(0).mediaType())
        ? image.layers().get(0)
        : null;
  }

  /**
   * Reads the bundle that a manifest holds.
   *
   * @throws MalformedContentException when it holds none, or the bundle is malformed
   */
  static Attestation load(Manifest manifest, Repository repository) throws IOException {
    Descriptor layer = layer(manifest);
    if (layer == null) {
      throw new MalformedContentException(
          "Manifest " + manifest.digest(),
          "expected one layer that is a sigstore bundle but has none or others",
          null,
          null);
    }
    if (layer.size() > SigstoreBundle.MAX_BYTES) {
      throw new LimitExceededException(
          "Bundle " + layer.digest(),
          SigstoreBundle.MAX_BYTES,
          "bytes",
          "SigstoreBundle.MAX_BYTES");
    }
    try (BufferedSource source = repository.openBlob(layer)) {
      return SigstoreBundle.parse(source.readByteString()).withAnnotations(manifest.annotations());
    }
  }
}
