package dev.referrers.key;

import dev.referrers.oci.Digest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import okio.ByteString;

/** A hash that signatures are made over. */
enum Hash {
  SHA_256("SHA-256", "sha256", 32),
  SHA_384("SHA-384", "sha384", 48),
  SHA_512("SHA-512", "sha512", 64);

  private final String jcaName;
  private final String ociName;
  private final int bytes;

  Hash(String jcaName, String ociName, int bytes) {
    this.jcaName = jcaName;
    this.ociName = ociName;
    this.bytes = bytes;
  }

  /** Whether the digest is one of this hash, in form. */
  boolean isOf(Digest digest) {
    return digest.algorithm().equals(ociName)
        && digest.encoded().length() == 2 * bytes
        && digest.encoded().chars().allMatch(c -> Character.digit(c, 16) >= 0);
  }

  String jcaName() {
    return jcaName;
  }

  ByteString of(ByteString message) {
    try {
      return ByteString.of(MessageDigest.getInstance(jcaName).digest(message.toByteArray()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no " + jcaName, e);
    }
  }
}
