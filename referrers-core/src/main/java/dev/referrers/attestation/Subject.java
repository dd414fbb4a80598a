package dev.referrers.attestation;

import dev.referrers.oci.Digest;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * What an attestation is to be about, as its verifier knows it.
 *
 * @param digest as the verifier was given or computed it, never as an attestation says it
 * @param content its bytes, where they are at hand: signatures over the subject itself by keys that
 *     take the whole message, Ed25519 among them, can't be verified without
 */
public record Subject(Digest digest, @Nullable ByteString content) {

  /**
   * @throws IllegalArgumentException when the digest is of an algorithm that nothing can be checked
   *     by, or is not the content's
   */
  public Subject {
    if (!digest.verifiable()) {
      throw new IllegalArgumentException(
          "Subject needs a sha256 or sha512 digest but has " + digest);
    }
    if (content != null && !digest.matches(content)) {
      throw new IllegalArgumentException("Subject's content does not have its digest " + digest);
    }
  }

  public static Subject of(Digest digest) {
    return new Subject(digest, null);
  }

  /** Of content at hand, known by its sha256 digest. */
  public static Subject of(ByteString content) {
    return new Subject(Digest.sha256(content), content);
  }
}
