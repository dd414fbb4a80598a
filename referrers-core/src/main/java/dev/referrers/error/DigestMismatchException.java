package dev.referrers.error;

import dev.referrers.oci.Digest;

/** Content did not have the digest or the size that it was asked for or announced with. */
public final class DigestMismatchException extends RegistryException {

  private final Digest expected;
  private final Digest actual;
  private final long size;

  /**
   * @param what kind of content, capitalised: {@code Blob}, {@code Manifest}
   * @param size bytes that were hashed
   */
  public DigestMismatchException(String what, Digest expected, Digest actual, long size) {
    super(what + " " + expected + " hashed to " + actual + " over " + size + " bytes", null, null);
    this.expected = expected;
    this.actual = actual;
    this.size = size;
  }

  public Digest expected() {
    return expected;
  }

  public Digest actual() {
    return actual;
  }

  /** Bytes that were hashed. */
  public long size() {
    return size;
  }
}
