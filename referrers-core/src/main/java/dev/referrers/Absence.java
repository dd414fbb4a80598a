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
    if (repository.find(manifest.toString()) != null) {
      return false;
    }
    try {
      repository.require(manifest.toString());
      return false;
    } catch (NotFoundException e) {
      if (!e.documented()) {
        throw e;
      }
      return true;
    }
  }
}
