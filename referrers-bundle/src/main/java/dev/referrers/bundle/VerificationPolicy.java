package dev.referrers.bundle;

/**
 * How much has to vouch for a signature. More may be there, and then all of it has to hold.
 *
 * @param tlogEntries transparency logs that have the signature, each counted once
 * @param observerTimestamps those who saw the signature and say when: timestamp authorities, and
 *     logs that promised the entry with its time; each counted once
 * @param signedTimestamps timestamp authorities, each counted once
 * @param scts certificate logs that have the certificate, each counted once; nothing is asked of a
 *     signature by a key
 */
public record VerificationPolicy(
    int tlogEntries, int observerTimestamps, int signedTimestamps, int scts) {

  /** One log entry, one time by a log or an authority, and one certificate log. */
  public static final VerificationPolicy DEFAULT = new VerificationPolicy(1, 1, 0, 1);

  /**
   * @throws IllegalArgumentException when a number is negative
   */
  public VerificationPolicy {
    if (tlogEntries < 0 || observerTimestamps < 0 || signedTimestamps < 0 || scts < 0) {
      throw new IllegalArgumentException("Verification policy needs numbers from 0");
    }
  }

  public VerificationPolicy withTlogEntries(int tlogEntries) {
    return new VerificationPolicy(tlogEntries, observerTimestamps, signedTimestamps, scts);
  }

  public VerificationPolicy withObserverTimestamps(int observerTimestamps) {
    return new VerificationPolicy(tlogEntries, observerTimestamps, signedTimestamps, scts);
  }

  public VerificationPolicy withSignedTimestamps(int signedTimestamps) {
    return new VerificationPolicy(tlogEntries, observerTimestamps, signedTimestamps, scts);
  }

  public VerificationPolicy withScts(int scts) {
    return new VerificationPolicy(tlogEntries, observerTimestamps, signedTimestamps, scts);
  }
}
