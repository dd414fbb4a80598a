package dev.referrers.internal.http;

import dev.referrers.error.DigestMismatchException;
import dev.referrers.error.MalformedContentException;
import dev.referrers.error.RegistryException;
import dev.referrers.oci.Digest;
import dev.referrers.oci.Tag;
import okhttp3.HttpUrl;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * What a manifest is asked for by.
 *
 * @param digest null when it is a tag
 */
record ManifestName(String text, @Nullable Digest digest) {

  /**
   * @throws IllegalArgumentException when the text is neither tag nor digest
   */
  static ManifestName parse(String tagOrDigest) {
    boolean isDigest = tagOrDigest.indexOf(':') >= 0;
    return new ManifestName(
        isDigest ? tagOrDigest : Tag.parse(tagOrDigest).value(),
        isDigest ? Digest.parse(tagOrDigest) : null);
  }

  HttpUrl at(Endpoint endpoint) {
    return digest == null ? endpoint.manifest(Tag.parse(text)) : endpoint.manifest(digest);
  }

  /** Names the manifest in messages. */
  String what() {
    return "Manifest " + text;
  }

  /** Checks content against the digest that was asked for, or the one that came with a tag. */
  void check(ByteString content, @Nullable String announced) throws RegistryException {
    Digest expected = digest == null ? Digests.announced(announced) : digest;
    if (expected == null) {
      return;
    }
    if (!expected.verifiable()) {
      throw unverifiable(expected);
    }
    if (!expected.matches(content)) {
      throw new DigestMismatchException("Manifest", expected, expected.of(content), content.size());
    }
  }

  private RegistryException unverifiable(Digest digest) {
    return new MalformedContentException(
        what(), "content can't be checked by " + digest.algorithm(), null, null);
  }
}
