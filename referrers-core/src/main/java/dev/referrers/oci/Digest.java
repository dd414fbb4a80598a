package dev.referrers.oci;

import java.util.regex.Pattern;
import okio.ByteString;

/**
 * The content address {@code algorithm:encoded}. {@code sha256} and {@code sha512} are checked and
 * can be computed; any other algorithm that fits the grammar is kept and passed on, but no content
 * can be trusted by it.
 *
 * @param algorithm such as {@code sha256}
 * @param encoded for sha256 64 and for sha512 128 lower-case hex characters
 * @see <a href="https://github.com/opencontainers/image-spec/blob/v1.1.1/descriptor.md#digests">
 *     image-spec, Digests</a>
 */
public record Digest(String algorithm, String encoded) {

  private static final int MAX_LENGTH = 1024;
  private static final Pattern ALGORITHM = Pattern.compile("[a-z0-9]+(?:[+._-][a-z0-9]+)*+");
  private static final Pattern ENCODED = Pattern.compile("[a-zA-Z0-9=_-]+");

  /**
   * @throws IllegalArgumentException when a part breaks the grammar
   */
  public Digest {
    int length = length(algorithm);
    if (encoded.length() != length || !isLowerHex(encoded)) { // nearly none
      check(algorithm, encoded, length);
    }
  }

  /**
   * Reads {@code algorithm:encoded}.
   *
   * @throws IllegalArgumentException when the text is no digest
   */
  public static Digest parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException(
          "Digest needs the form algorithm:encoded but is " + Text.quoted(text));
    }
    String algorithm = text.startsWith("sha256:") ? "sha256" : text.substring(0, colon);
    return new Digest(algorithm, text.substring(colon + 1));
  }

  /** Computes the sha256 digest of the content. */
  public static Digest sha256(ByteString content) {
    return new Digest("sha256", content.sha256().hex());
  }

  /** Computes the sha512 digest of the content. */
  public static Digest sha512(ByteString content) {
    return new Digest("sha512", content.sha512().hex());
  }

  /**
   * Computes the digest of other content by the algorithm of this one.
   *
   * @throws IllegalStateException when this digest is not {@link #verifiable()}
   */
  public Digest of(ByteString content) {
    return switch (algorithm) {
      case "sha256" -> sha256(content);
      case "sha512" -> sha512(content);
      default -> throw new IllegalStateException("Digest algorithm " + algorithm + " is not known");
    };
  }

  /** Whether content can be checked against this digest: sha256 and sha512. */
  public boolean verifiable() {
    return algorithm.equals("sha256") || algorithm.equals("sha512");
  }

  /** Whether the content has this digest; false when it is not {@link #verifiable()}. */
  public boolean matches(ByteString content) {
    return verifiable() && of(content).equals(this);
  }

  @Override
  public String toString() {
    return algorithm + ":" + encoded;
  }

  /** Characters of the encoded part; -1 when the algorithm is another one. */
  private static int length(String algorithm) {
    return algorithm.equals("sha256") ? 64 : algorithm.equals("sha512") ? 128 : -1;
  }

  private static void check(String algorithm, String encoded, int length) {
    String text = algorithm + ":" + encoded;
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "Digest may have " + MAX_LENGTH + " characters but has " + text.length());
    }
    if (!ALGORITHM.matcher(algorithm).matches() || !ENCODED.matcher(encoded).matches()) {
      throw new IllegalArgumentException(
          "Digest needs the form algorithm:encoded but is " + Text.quoted(text));
    }
    if (length > 0 && encoded.length() != length) {
      throw new IllegalArgumentException(
          "Digest needs %d hex characters for %s but has %d: %s"
              .formatted(length, algorithm, encoded.length(), Text.quoted(text)));
    }
    if (length > 0) {
      throw new IllegalArgumentException(
          "Digest needs lower-case hex for " + algorithm + ": " + Text.quoted(text));
    }
  }

  private static boolean isLowerHex(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }
}
