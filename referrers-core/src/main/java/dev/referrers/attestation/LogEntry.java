package dev.referrers.attestation;

import java.time.Instant;
import java.util.List;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a Rekor transparency log.
 *
 * @param logIndex place among all entries of the log, over its shards
 * @param logId the 32 bytes by which trusted roots name the log: of Rekor v1 SHA-256 of the key's
 *     DER SubjectPublicKeyInfo; of Rekor v2 the hash that begins with the key id in its
 *     checkpoints, which for Ed25519 is over the log's name too
 * @param kind such as {@code dsse} or {@code hashedrekord}
 * @param version of the kind, such as {@code 0.0.1}
 * @param integratedTime when the log says that it took it in; null where the log gives no time, as
 *     Rekor v2
 * @param signedEntryTimestamp the log's promise, a signature over the entry; null when there is
 *     none
 * @param inclusionProof null when there is none
 * @param canonicalizedBody the JSON of the entry, as it was hashed by the log
 * @see <a href="https://c2sp.org/signed-note">C2SP signed-note, key ID</a>
 */
public record LogEntry(
    long logIndex,
    ByteString logId,
    String kind,
    String version,
    @Nullable Instant integratedTime,
    @Nullable ByteString signedEntryTimestamp,
    @Nullable InclusionProof inclusionProof,
    ByteString canonicalizedBody) {

  /** The same entry with that proof, or without one. */
  public LogEntry withInclusionProof(@Nullable InclusionProof proof) {
    return new LogEntry(
        logIndex,
        logId,
        kind,
        version,
        integratedTime,
        signedEntryTimestamp,
        proof,
        canonicalizedBody);
  }

  /**
   * That an entry is in a tree of a log.
   *
   * @param logIndex place in that tree
   * @param hashes siblings from the leaf to the root
   * @param checkpoint the signed note over the root
   * @see <a href="https://www.rfc-editor.org/rfc/rfc6962#section-2.1.1">RFC 6962, Merkle audit
   *     paths</a>
   */
  public record InclusionProof(
      long logIndex,
      ByteString rootHash,
      long treeSize,
      List<ByteString> hashes,
      String checkpoint) {

    public InclusionProof {
      hashes = List.copyOf(hashes);
    }
  }
}
