package dev.referrers.bundle;

import dev.referrers.bundle.internal.trust.TrustedMaterial;
import dev.referrers.bundle.internal.trust.TrustedRootJson;
import dev.referrers.error.MalformedContentException;
import okio.ByteString;

/**
 * Whom a sigstore instance's signatures lead to: its certificate authorities, transparency logs,
 * certificate logs and timestamp authorities, with the times at which each is to be trusted.
 * Immutable.
 *
 * @see <a
 *     href="https://github.com/sigstore/protobuf-specs/blob/main/protos/sigstore_trustroot.proto">
 *     sigstore_trustroot.proto, TrustedRoot</a>
 */
public final class TrustedRoot {

  private final TrustedMaterial material;

  private TrustedRoot(TrustedMaterial material) {
    this.material = material;
  }

  /**
   * Reads a {@code trusted_root.json} of version 0.1 or 0.2. Where that comes from is for the
   * caller to trust. Logs whose key can't be used are left out, and what has no start of its
   * validity is never valid.
   */
  public static TrustedRoot parse(ByteString json) throws MalformedContentException {
    return new TrustedRoot(TrustedRootJson.parse(json));
  }

  /** Whom it trusts, for messages. */
  @Override
  public String toString() {
    return "trusted root of logs %s, certificate authorities %s, certificate logs %s and timestamp authorities %s"
        .formatted(
            material.logs(),
            material.authorities(),
            material.certificateLogs(),
            material.timestampAuthorities());
  }

  TrustedMaterial material() {
    return material;
  }
}
