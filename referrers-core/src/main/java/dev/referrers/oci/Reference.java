package dev.referrers.oci;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names a manifest the way people write it: {@code [host[:port]/]repository[:tag][@digest]}. Both
 * ways to make one normalise: Docker Hub is {@code docker.io} and its one-word repositories are
 * under {@code library/}, hosts are in lower case, and the tag is {@code latest} when there is
 * neither tag nor digest.
 *
 * @param registry {@code host} or {@code host:port}; an IPv6 address in brackets
 * @param tag informative when there is a digest
 * @see <a href="https://github.com/distribution/reference/blob/v0.6.0/reference.go">distribution,
 *     reference</a>
 */
public record Reference(
    String registry, RepositoryName repository, @Nullable String tag, @Nullable Digest digest) {

  private static final String DOCKER_HUB = "docker.io";
  private static final Pattern IMAGE_ID = Pattern.compile("[a-f0-9]{64}");

  /**
   * @throws IllegalArgumentException when the registry is no host or the tag no tag
   */
  public Reference {
    if (!isRegistry(registry)) {
      throw new IllegalArgumentException(
          "Registry needs a dot, a colon or an upper-case letter, to be no part of a repository, but is "
              + Text.quoted(registry));
    }
    registry = RegistryHost.normalized(registry);
    if (registry.equals("index.docker.io")) {
      registry = DOCKER_HUB;
    }
    if (registry.equals(DOCKER_HUB) && repository.value().indexOf('/') < 0) {
      repository = new RepositoryName("library/" + repository.value());
    }
    if (tag == null && digest == null) {
      tag = "latest";
    }
    if (tag != null) {
      tag = Tag.parse(tag).value();
    }
  }

  /**
   * Reads a reference. What stands before the first slash is a registry when it holds a dot, a
   * colon or an upper-case letter or is {@code localhost}, and else part of a repository of Docker
   * Hub.
   *
   * @throws IllegalArgumentException when the text is no reference
   */
  public static Reference parse(String text) {
    if (text.contains("://")) {
      throw new IllegalArgumentException(
          "Reference may not have a scheme but is " + Text.quoted(text));
    }
    int at = text.indexOf('@');
    var digest = at < 0 ? null : Digest.parse(text.substring(at + 1));
    String named = at < 0 ? text : text.substring(0, at);
    int colon = named.indexOf(':', named.lastIndexOf('/') + 1);
    String tag = colon < 0 ? null : named.substring(colon + 1);
    String name = colon < 0 ? named : named.substring(0, colon);
    int slash = name.indexOf('/');
    if (slash < 0 && IMAGE_ID.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "Reference needs a repository but is a bare digest: " + Text.quoted(text));
    }
    boolean hasRegistry = slash >= 0 && isRegistry(name.substring(0, slash));
    String registry = hasRegistry ? name.substring(0, slash) : DOCKER_HUB;
    String path = hasRegistry ? name.substring(slash + 1) : name;
    return new Reference(registry, RepositoryName.parse(path), tag, digest);
  }

  /** The host, and port if any, that serves the registry's API. */
  public String host() {
    return registry.equals(DOCKER_HUB) ? "registry-1.docker.io" : registry;
  }

  /** The last part of a manifest's URL: the digest if there is one, else the tag. */
  public String tagOrDigest() {
    if (digest != null) {
      return digest.toString();
    }
    return String.valueOf(tag);
  }

  /** In full, so that {@link #parse} reads it back: {@code docker.io/library/alpine:latest}. */
  @Override
  public String toString() {
    return registry
        + "/"
        + repository
        + (tag == null ? "" : ":" + tag)
        + (digest == null ? "" : "@" + digest);
  }

  private static boolean isRegistry(String part) {
    return part.indexOf('.') >= 0
        || part.indexOf(':') >= 0
        || part.equals("localhost")
        || part.chars().anyMatch(c -> c >= 'A' && c <= 'Z');
  }
}
