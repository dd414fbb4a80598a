package dev.referrers;

import dev.referrers.error.NotFoundException;
import dev.referrers.oci.Digest;
import dev.referrers.repository.Repository;
import java.io.IOException;

/** Tells a manifest that is gone from one that is only not seen. */
final class Absence {

  private Absence() {}

  /**
   * Whether it is gone. The answer to a HEAD has no body that would tell a registry's 404 from a
   * proxy's.
   *
   * @throws NotFoundException on doubt
   */
  static boolean isCertain(Digest manifest, Repository repository) throws IOException {
    return isCertain(manifest.toString(), repository);
  }

  /** The same for what may be under a tag. */
  static boolean isCertain(String tagOrDigest, Repository repository) throws IOException {
    if (repository.find(tagOrDigest) != null) {
      return false;
    }
    try {
      repository.require(tagOrDigest);
      return false;
    } catch (NotFoundException e) {
      if (!e.documented()) {
        throw e;
      }
      return true;
    }
  }
}
