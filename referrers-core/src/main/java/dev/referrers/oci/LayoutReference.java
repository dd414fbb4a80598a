package dev.referrers.oci;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Names a manifest in an OCI image layout: {@code oci:DIR[:tag][@digest]}. The tag is {@code
 * latest} when there is neither tag nor digest.
 *
 * @param directory the layout; a relative one is below the working directory
 * @param tag informative when there is a digest
 */
public record LayoutReference(Path directory, @Nullable String tag, @Nullable Digest digest) {

  private static final String SCHEME = "oci:";

  /**
   * @throws IllegalArgumentException when the tag is none
   */
  public LayoutReference {
    if (tag == null && digest == null) {
      tag = "latest";
    }
    if (tag != null) {
      tag = Tag.parse(tag).value();
    }
  }

  /** Whether the text is meant to name something in a layout rather than in a registry. */
  public static boolean isOne(String text) {
    return text.startsWith(SCHEME);
  }

  /**
   * Reads a reference. A colon or {@code @} in the last part of the path starts the tag or the
   * digest.
   *
   * @throws IllegalArgumentException when the text is no such reference
   */
  public static LayoutReference parse(String text) {
    if (!isOne(text)) {
      throw new IllegalArgumentException(
          "Layout reference needs the form oci:DIR[:tag][@digest] but is " + Text.quoted(text));
    }
    String rest = text.substring(SCHEME.length());
    int last = Math.max(rest.lastIndexOf('/'), rest.lastIndexOf('\\')) + 1;
    int at = rest.indexOf('@', last);
    var digest = at < 0 ? null : Digest.parse(rest.substring(at + 1));
    String named = at < 0 ? rest : rest.substring(0, at);
    int colon = named.indexOf(':', last);
    String tag = colon < 0 ? null : named.substring(colon + 1);
    String directory = colon < 0 ? named : named.substring(0, colon);
    if (directory.isEmpty()) {
      throw new IllegalArgumentException(
          "Layout reference needs a directory but is " + Text.quoted(text));
    }
    try {
      return new LayoutReference(Path.of(directory), tag, digest);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(
          "Layout reference needs a directory but has " + Text.quoted(directory), e);
    }
  }

  /** The digest if there is one, else the tag. */
  public String tagOrDigest() {
    return digest == null ? String.valueOf(tag) : digest.toString();
  }

  /** In full, so that {@link #parse} reads it back. */
  @Override
  public String toString() {
    return SCHEME
        + directory
        + (tag == null ? "" : ":" + tag)
        + (digest == null ? "" : "@" + digest);
  }
}
