package dev.referrers.internal.tag;

import dev.referrers.error.LimitExceededException;
import dev.referrers.error.MalformedContentException;
import dev.referrers.error.ReferrersTagConflictException;
import dev.referrers.error.RegistryException;
import dev.referrers.manifest.ImageIndex;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.repository.FetchedManifest;
import dev.referrers.transport.Limits;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The index of a subject's referrers under the referrers tag. */
record ReferrersList(Digest subject) implements TaggedList {

  @Override
  public String tag() {
    return ReferrersTag.of(subject);
  }

  @Override
  public String name() {
    return "referrers tag " + tag();
  }

  @Override
  public void requireList(FetchedManifest found, Limits limits)
      throws MalformedContentException, LimitExceededException {
    if (TagIndex.of(found, subject, limits) instanceof TagIndex.Foreign foreign) {
      throw new MalformedContentException(
          "Referrers tag " + tag(),
          "expected a list of referrers, but " + foreign.reason() + ", so it is not overwritten",
          null,
          null);
    }
  }

  @Override
  public @Nullable Merged merge(@Nullable Manifest now, List<Change> changes, Limits limits)
      throws LimitExceededException {
    ImageIndex merged = IndexMerge.merge((ImageIndex) now, changes);
    if (merged == null) {
      return null;
    }
    if (merged.bytes().size() > limits.listingBytes()) {
      throw new LimitExceededException(
          "Referrers tag " + tag(), limits.listingBytes(), "bytes", "Limits.listingBytes");
    }
    return new Merged(merged, List.of());
  }

  @Override
  public boolean holds(@Nullable Manifest now, Change change) {
    return IndexMerge.holds((ImageIndex) now, change);
  }

  @Override
  public RegistryException conflict(
      List<Descriptor> entries, int writes, @Nullable IOException cause) {
    var manifests = entries.stream().map(Descriptor::digest).toList();
    return new ReferrersTagConflictException(subject, tag(), manifests, writes, cause);
  }
}
