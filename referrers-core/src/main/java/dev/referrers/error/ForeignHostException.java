package dev.referrers.error;

/**
 * A registry pointed somewhere that we don't go: to another host with a {@code Link}, to a host or
 * scheme that credentials or content must not reach.
 */
public final class ForeignHostException extends RegistryException {

  private final String from;
  private final String to;

  /**
   * @param what the pointer, capitalised: {@code Link}, {@code Location}, {@code Token realm}
   * @param from origin of the answer, as {@code https://registry.example}
   * @param to origin that it points to
   */
  public ForeignHostException(String what, String from, String to, String remedy) {
    super(what + " of " + from + " leads to " + to + ", which is not followed", remedy, null);
    this.from = from;
    this.to = to;
  }

  /** Origin of the answer that held the pointer. */
  public String from() {
    return from;
  }

  /** Origin that it points to. */
  public String to() {
    return to;
  }
}
