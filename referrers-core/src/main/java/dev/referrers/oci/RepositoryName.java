package dev.referrers.oci;

import java.util.regex.Pattern;

/**
 * The {@code <name>} of a repository within its registry, such as {@code acme/api}.
 *
 * @param value slash-separated components of lower-case letters, digits and inner {@code . _ __ -};
 *     at most 255 characters
 * @see <a
 *     href="https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#pulling-manifests">
 *     distribution-spec, Pulling manifests</a>
 */
public record RepositoryName(String value) {

  private static final int MAX_LENGTH = 255;
  private static final String COMPONENT = "[a-z0-9]++(?:(?:\\.|_|__|-++)[a-z0-9]++)*+";
  private static final Pattern NAME = Pattern.compile(COMPONENT + "(?:/" + COMPONENT + ")*+");

  /**
   * @throws IllegalArgumentException when the text is no repository name
   */
  public RepositoryName {
    if (value.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "Repository name may have " + MAX_LENGTH + " characters but has " + value.length());
    }
    if (!NAME.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "Repository name needs slash-separated components of a-z, 0-9 and inner . _ __ - but is \""
              + value
              + '"');
    }
  }

  public static RepositoryName parse(String text) {
    return new RepositoryName(text);
  }

  @Override
  public String toString() {
    return value;
  }
}
