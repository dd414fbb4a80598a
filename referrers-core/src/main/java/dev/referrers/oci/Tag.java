package dev.referrers.oci;

import java.util.regex.Pattern;

/**
 * The tag of a manifest within its repository. Text from outside goes through here before it
 * becomes part of a URL.
 *
 * @param value 1 to 128 letters, digits and {@code . _ -}, the first no {@code .} or {@code -}
 */
public record Tag(String value) {

  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");

  /**
   * @throws IllegalArgumentException when the text is no tag
   */
  public Tag {
    if (!isValid(value)) {
      throw new IllegalArgumentException(
          "Tag needs 1 to 128 characters of A-Z, a-z, 0-9, _ . - and neither . nor - first but is "
              + Text.quoted(value));
    }
  }

  /** Whether the text is a tag. */
  public static boolean isValid(String text) {
    return TAG.matcher(text).matches();
  }

  public static Tag parse(String text) {
    return new Tag(text);
  }

  @Override
  public String toString() {
    return value;
  }
}
