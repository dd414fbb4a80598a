package dev.referrers.internal.tag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.manifest.ImageIndex;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.oci.MediaTypes;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import okio.ByteString;
import org.junit.jupiter.api.Test;

class IndexMergeTest {

  private static final Descriptor A = entry("a");
  private static final Descriptor B = entry("b");
  private static final Descriptor C = entry("c");

  @Test
  void bringsInSeveralChangesInTheirOrder() {
    ImageIndex merged = merge(index(C), change(List.of(A), Set.of()), change(List.of(B), Set.of()));

    assertThat(merged.manifests()).containsExactly(C, A, B);
  }

  @Test
  void nothingToDoIsNull() {
    assertThat(IndexMerge.merge(index(A), List.of(change(List.of(A), Set.of(B.digest())))))
        .isNull();
    assertThat(IndexMerge.merge(null, List.of(change(List.of(), Set.of(B.digest()))))).isNull();
  }

  @Test
  void theEntryOfACallerWhoWaitsIsNotRemovedByAnother() {
    Change replacing = change(List.of(B), Set.of(A.digest(), C.digest()));

    ImageIndex merged = merge(index(A, C), change(List.of(A), Set.of()), replacing);

    assertThat(merged.manifests()).containsExactly(A, B);
    assertThat(replacing.removed()).containsExactly(C);
  }

  @Test
  void keepsDuplicatesOfOthers() {
    ImageIndex merged = merge(index(C, C), change(List.of(A), Set.of()));

    assertThat(merged.manifests()).containsExactly(C, C, A);
  }

  @Test
  void putsAWrongSizeRight() {
    Descriptor wrong = Descriptor.of(A.mediaType(), A.digest(), A.size() + 1);

    assertThat(merge(index(wrong), change(List.of(A), Set.of())).manifests()).containsExactly(A);
  }

  private static ImageIndex merge(ImageIndex index, Change... changes) {
    ImageIndex merged = IndexMerge.merge(index, List.of(changes));
    return merged == null ? index : merged;
  }

  private static Change change(List<Descriptor> additions, Set<Digest> removals) {
    return new Change(
        new ReferrersList(entry("image").digest()),
        new Edit(additions, entry -> removals.contains(entry.digest()), false),
        Duration.ZERO);
  }

  private static ImageIndex index(Descriptor... entries) {
    return ImageIndex.builder().manifests(List.of(entries)).build();
  }

  private static Descriptor entry(String content) {
    return Descriptor.of(MediaTypes.IMAGE_MANIFEST, ByteString.encodeUtf8(content));
  }
}
