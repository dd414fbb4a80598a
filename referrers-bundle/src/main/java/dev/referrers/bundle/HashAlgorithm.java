package dev.referrers.bundle;

import dev.referrers.oci.Digest;
import okio.ByteString;

/**
 * sigstore's enumeration of hash algorithms.
 *
 * @see <a
 *     href="https://github.com/sigstore/protobuf-specs/blob/v0.5.0/protos/sigstore_common.proto">sigstore_common.proto,
 *     HashAlgorithm</a>
 */
enum HashAlgorithm {
  SHA2_256(1, "sha256"),
  SHA2_384(2, "sha384"),
  SHA2_512(3, "sha512"),
  SHA3_256(4, "sha3-256"),
  SHA3_384(5, "sha3-384");

  private final int number;
  private final String algorithm;

  HashAlgorithm(int number, String algorithm) {
    this.number = number;
    this.algorithm = algorithm;
  }

  /**
   * Finds the one of that name or number.
   *
   * @throws IllegalArgumentException when there is none
   */
  static HashAlgorithm parse(String text) {
    for (var each : values()) {
      if (text.equals(each.name()) || text.equals(Integer.toString(each.number))) {
        return each;
      }
    }
    throw new IllegalArgumentException("expected a hash algorithm but was " + text);
  }

  /**
   * The one that made the digest.
   *
   * @throws IllegalArgumentException when there is none
   */
  static HashAlgorithm of(Digest digest) {
    for (var each : values()) {
      if (each.algorithm.equals(digest.algorithm())) {
        return each;
      }
    }
    throw new IllegalArgumentException(
        "Sigstore bundle has no hash algorithm for the digest " + digest);
  }

  /**
   * The digest with these bytes.
   *
   * @throws IllegalArgumentException when there are too few or too many
   */
  Digest digest(ByteString bytes) {
    return new Digest(algorithm, bytes.hex());
  }
}
