package dev.referrers.bundle.internal.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.attestation.LogEntry.InclusionProof;
import java.util.ArrayList;
import java.util.List;
import okio.Buffer;
import okio.ByteString;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InclusionPathTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 16, 17, 31, 33})
  void leadsFromEveryLeafOfTheTreeAndFromNoOther(int size) {
    var leaves = leaves(size);
    var root = root(leaves);
    for (int leaf = 0; leaf < size; leaf++) {
      for (int index = 0; index < size; index++) {
        var proof = new InclusionProof(index, root, size, path(leaf, leaves), "");

        assertThat(InclusionPath.leadsToRoot(leaves.get(leaf), proof)).isEqualTo(leaf == index);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 8})
  void refusesPathThatIsTooShortOrTooLong(int size) {
    var leaves = leaves(size);
    var path = new ArrayList<>(path(0, leaves));
    path.add(ByteString.EMPTY.sha256());
    assertThat(InclusionPath.leadsToRoot(leaves.get(0), proof(0, leaves, path))).isFalse();

    path.remove(path.size() - 1);
    assertThat(InclusionPath.leadsToRoot(leaves.get(0), proof(0, leaves, path))).isTrue();
    if (size > 1) {
      path.remove(path.size() - 1);
      assertThat(InclusionPath.leadsToRoot(leaves.get(0), proof(0, leaves, path))).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 5, Long.MAX_VALUE, Long.MIN_VALUE})
  void refusesIndexBeyondTheTree(long index) {
    var leaves = leaves(5);

    assertThat(InclusionPath.leadsToRoot(leaves.get(0), proof(index, leaves, path(0, leaves))))
        .isFalse();
  }

  private static InclusionProof proof(long index, List<ByteString> leaves, List<ByteString> path) {
    return new InclusionProof(index, root(leaves), leaves.size(), path, "");
  }

  private static List<ByteString> leaves(int size) {
    var leaves = new ArrayList<ByteString>();
    for (int i = 0; i < size; i++) {
      leaves.add(ByteString.encodeUtf8("leaf " + i));
    }
    return leaves;
  }

  /** By the recursive definition of RFC 6962, section 2.1. */
  private static ByteString root(List<ByteString> leaves) {
    if (leaves.size() == 1) {
      return new Buffer().writeByte(0).write(leaves.get(0)).sha256();
    }
    int split = Integer.highestOneBit(leaves.size() - 1);
    return new Buffer()
        .writeByte(1)
        .write(root(leaves.subList(0, split)))
        .write(root(leaves.subList(split, leaves.size())))
        .sha256();
  }

  /** By the recursive definition of RFC 6962, section 2.1.1. */
  private static List<ByteString> path(int leaf, List<ByteString> leaves) {
    if (leaves.size() == 1) {
      return List.of();
    }
    int split = Integer.highestOneBit(leaves.size() - 1);
    var left = leaves.subList(0, split);
    var right = leaves.subList(split, leaves.size());
    var path = new ArrayList<>(leaf < split ? path(leaf, left) : path(leaf - split, right));
    path.add(root(leaf < split ? right : left));
    return path;
  }
}
