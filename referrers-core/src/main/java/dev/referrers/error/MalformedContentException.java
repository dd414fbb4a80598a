package dev.referrers.error;

import dev.referrers.internal.text.Printable;
import org.jspecify.annotations.Nullable;

/** A document or header from outside is not what the specification says it is. */
public final class MalformedContentException extends RegistryException {

  private static final int MAX_QUOTED = 512;

  private final String what;
  private final @Nullable String path;

  /**
   * @param what the document, capitalised, such as {@code Referrers list of sha256:…}
   * @param problem what was expected and what was there; it and the path may quote the peer
   * @param path JSON path of the place, such as {@code $.manifests[3].digest}
   */
  public MalformedContentException(
      String what, String problem, @Nullable String path, @Nullable Throwable cause) {
    super(
        what
            + ": "
            + Printable.of(problem, MAX_QUOTED)
            + (path == null ? "" : " at " + Printable.of(path, MAX_QUOTED)),
        null,
        cause);
    this.what = what;
    this.path = path == null ? null : Printable.of(path, MAX_QUOTED);
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
