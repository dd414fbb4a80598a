package dev.referrers.error;

import org.jspecify.annotations.Nullable;

/** A document or header from outside is not what the specification says it is. */
public final class MalformedContentException extends RegistryException {

  private final String what;
  private final @Nullable String path;

  /**
   * @param what the document, capitalised, such as {@code Referrers list of sha256:…}
   * @param problem what was expected and what was there
   * @param path JSON path of the place, such as {@code $.manifests[3].digest}
   */
  public MalformedContentException(
      String what, String problem, @Nullable String path, @Nullable Throwable cause) {
    super(what + ": " + problem + (path == null ? "" : " at " + path), null, cause);
    this.what = what;
    this.path = path;
  }

  /** The document that is wrong. */
  public String what() {
    return what;
  }

  /** JSON path of the place that is wrong, when the document is JSON. */
  public @Nullable String path() {
    return path;
  }
}
