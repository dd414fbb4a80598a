package dev.referrers.bundle;

import dev.referrers.Attestations;
import dev.referrers.ListedReferrer;
import dev.referrers.ReferrerDecoder;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.util.List;

/**
 * Finds sigstore bundles among referrers: those of cosign, of GitHub's attestations, of Tekton
 * Chains and of {@link BundlePublisher}. A bundle is known by the artifactType that lists show; a
 * checked query goes by the manifest.
 */
public final class StoredBundles implements ReferrerDecoder {

  private static final ReferrerDecoder DECODER = new StoredBundles();

  private StoredBundles() {}

  /**
   * A view of bundles alone.
   *
   * @param repository where the bundles are; the images they are about may be in another one
   */
  public static Attestations in(Repository repository) {
    return Attestations.in(repository).with(DECODER);
  }

  /** For a view of other layouts too. */
  public static ReferrerDecoder decoder() {
    return DECODER;
  }

  @Override
  public String layout() {
    return BundleEncoding.LAYOUT;
  }

  @Override
  public boolean mayDecode(Descriptor listed) {
    String type = listed.artifactType();
    return type != null && SigstoreBundle.isBundle(type);
  }

  @Override
  public boolean needsManifest() {
    return false;
  }

  /** By its type, whatever is in it; else by the manifest, whatever type it has. */
  @Override
  public List<StoredBundle> decode(ListedReferrer referrer) throws IOException {
    boolean bundle =
        mayDecode(referrer.descriptor()) || StoredBundle.layer(referrer.manifest()) != null;
    return bundle ? List.of(new StoredBundle(referrer)) : List.of();
  }
}
