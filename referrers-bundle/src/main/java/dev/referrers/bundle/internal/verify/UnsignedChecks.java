package dev.referrers.bundle.internal.verify;

import dev.referrers.attestation.LogEntry;

/**
 * What can be checked of a log's answer without its key: that it is about the signature which it
 * was sent. For signers, who may have no trusted root; verifiers check more.
 */
public final class UnsignedChecks {

  private UnsignedChecks() {}

  /** Checks that the entry is of this signature, and that its proof leads to its checkpoint. */
  public static void check(LogEntry entry, SignedContent signed) throws RejectedException {
    EntryBody.check(entry, signed);
    var proof = entry.inclusionProof();
    if (proof == null) {
      throw LogEntries.rejected("Expected an inclusion proof but there is none");
    }
    Inclusion.check(entry, proof);
  }
}
