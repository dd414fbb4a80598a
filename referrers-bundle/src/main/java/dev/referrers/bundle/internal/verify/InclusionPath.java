package dev.referrers.bundle.internal.verify;

import dev.referrers.attestation.LogEntry.InclusionProof;
import java.util.List;
import okio.Buffer;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The way from a leaf of a Merkle tree to its root.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9162#section-2.1.3.2">RFC 9162, Verifying an
 *     Inclusion Proof</a>
 */
final class InclusionPath {

  private InclusionPath() {}

  /** Whether the leaf is where the proof says, in the tree with the proof's root. */
  static boolean leadsToRoot(ByteString leaf, InclusionProof proof) {
    return proof.rootHash().equals(root(leaf, proof.logIndex(), proof.treeSize(), proof.hashes()));
  }

  private static @Nullable ByteString root(
      ByteString leaf, long index, long size, List<ByteString> hashes) {
    if (index < 0 || index >= size) {
      return null;
    }
    long node = index;
    long last = size - 1;
    ByteString hash = hash(0, leaf, ByteString.EMPTY);
    for (ByteString sibling : hashes) {
      if (last == 0 || sibling.size() != 32) {
        return null;
      }
      if ((node & 1) == 1 || node == last) {
        hash = hash(1, sibling, hash);
        int skipped = node == 0 ? 63 : Long.numberOfTrailingZeros(node);
        node >>= skipped;
        last >>= skipped;
      } else {
        hash = hash(1, hash, sibling);
      }
      node >>= 1;
      last >>= 1;
    }
    return last == 0 ? hash : null;
  }

  private static ByteString hash(int prefix, ByteString left, ByteString right) {
    return new Buffer().writeByte(prefix).write(left).write(right).sha256();
  }
}
