package dev.referrers.testing;

/** Whether manifests have an {@code ETag}. */
public enum ETags {
  /** No. */
  NONE,
  /**
   * Sent, and {@code If-None-Match} makes a GET a 304; conditions on a PUT are ignored, as
   * distribution does.
   */
  SENT,
  /**
   * Sent, also with the answer to a PUT; {@code If-Match} and {@code If-None-Match: *} decide
   * whether a PUT or DELETE by tag is done or 412.
   */
  HONOURED
}
