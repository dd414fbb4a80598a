package dev.referrers.bundle;

import dev.referrers.AttestationQuery;
import dev.referrers.ListedReferrer;
import dev.referrers.StoredAttestation;
import dev.referrers.attestation.Attestation;
import dev.referrers.error.LimitExceededException;
import dev.referrers.error.MalformedContentException;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Repository;
import java.io.IOException;
import okio.BufferedSource;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** A referrer that holds a bundle, or is listed as if it did. */
record StoredBundle(ListedReferrer referrer) implements StoredAttestation {

  @Override
  public String layout() {
    return BundleEncoding.LAYOUT;
  }

  @Override
  public Descriptor entry() {
    return referrer.descriptor();
  }

  @Override
  public @Nullable Boolean told(AttestationQuery query) {
    return query.told(BundleAnnotations.reliablePredicateType(entry().annotations()));
  }

  @Override
  public Descriptor blob() throws IOException {
    return bundle(referrer.manifest());
  }

  @Override
  public Attestation read(ByteString blob) throws IOException {
    return SigstoreBundle.parse(blob).withAnnotations(referrer.manifest().annotations());
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
    try (BufferedSource source = repository.openBlob(bundle(manifest))) {
      return SigstoreBundle.parse(source.readByteString()).withAnnotations(manifest.annotations());
    }
  }

  private static Descriptor bundle(Manifest manifest)
      throws MalformedContentException, LimitExceededException {
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
    return layer;
  }
}
