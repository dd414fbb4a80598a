package dev.referrers.bundle.internal.verify;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** A hash that a log or an authority took. */
record Hash(Algorithm algorithm, ByteString value) {

  enum Algorithm {
    SHA256("SHA-256"),
    SHA384("SHA-384"),
    SHA512("SHA-512");

    private final String jcaName;

    Algorithm(String jcaName) {
      this.jcaName = jcaName;
    }

    /** By a name such as {@code sha256}, {@code SHA2_256} or {@code SHA-256}; null when unknown. */
    static @Nullable Algorithm named(String name) {
      return switch (name) {
        case "sha256", "SHA2_256", "SHA-256" -> SHA256;
        case "sha384", "SHA2_384", "SHA-384" -> SHA384;
        case "sha512", "SHA2_512", "SHA-512" -> SHA512;
        default -> null;
      };
    }

    Hash of(ByteString bytes) {
      try {
        var digest = MessageDigest.getInstance(jcaName);
        return new Hash(this, ByteString.of(digest.digest(bytes.toByteArray())));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e); // every Java has SHA-2
      }
    }
  }

  boolean isOf(ByteString bytes) {
    return algorithm.of(bytes).equals(this);
  }

  @Override
  public String toString() {
    return algorithm.jcaName + " " + value.hex();
  }
}
