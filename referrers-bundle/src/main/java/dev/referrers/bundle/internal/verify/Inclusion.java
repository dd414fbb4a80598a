package dev.referrers.bundle.internal.verify;

import dev.referrers.attestation.LogEntry;
import dev.referrers.attestation.LogEntry.InclusionProof;
import dev.referrers.attestation.Verdict.Reason;

/** That an entry is in the tree of a checkpoint, whoever signed that. */
final class Inclusion {

  private Inclusion() {}

  /** Checks the proof. Returns the checkpoint, whose signature is not looked at. */
  static Checkpoint check(LogEntry entry, InclusionProof proof) throws RejectedException {
    Checkpoint checkpoint = checkpoint(proof);
    if (checkpoint.treeSize() != proof.treeSize()
        || !checkpoint.rootHash().equals(proof.rootHash())) {
      throw LogEntries.rejected(
          "Expected a checkpoint of size %d and root hash %s but was of size %d and root hash %s"
              .formatted(
                  proof.treeSize(),
                  proof.rootHash().hex(),
                  checkpoint.treeSize(),
                  checkpoint.rootHash().hex()));
    }
    if (!checkpoint.ofRekorV1() && entry.logIndex() != proof.logIndex()) {
      throw LogEntries.rejected(
          "Expected a proof for index %d but was for %d"
              .formatted(entry.logIndex(), proof.logIndex()));
    }
    if (!InclusionPath.leadsToRoot(entry.canonicalizedBody(), proof)) {
      throw LogEntries.rejected(
          "Expected an inclusion proof to root hash %s but it leads elsewhere"
              .formatted(proof.rootHash().hex()));
    }
    return checkpoint;
  }

  private static Checkpoint checkpoint(InclusionProof proof) throws RejectedException {
    try {
      return Checkpoint.parse(proof.checkpoint());
    } catch (IllegalArgumentException e) {
      throw new RejectedException(Reason.MALFORMED, "Checkpoint: " + e.getMessage(), e);
    }
  }
}
