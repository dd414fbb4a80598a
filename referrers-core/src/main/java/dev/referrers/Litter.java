package dev.referrers;

import dev.referrers.error.ResponseException;
import dev.referrers.oci.Digest;
import dev.referrers.repository.Repository;
import dev.referrers.transport.Feature;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an examination has made, or may have, and has to remove again. For one thread. */
final class Litter {

  interface Making<T> {
    T run() throws IOException;
  }

  private final Set<Digest> manifests = new LinkedHashSet<>();
  private @Nullable String tag;

  /** Makes a manifest; when no answer came it counts as made. */
  <T> T making(Digest manifest, Making<T> making) throws IOException {
    boolean isNew = manifests.add(manifest);
    try {
      return making.run();
    } catch (ResponseException e) {
      if (isNew && e.status() < 500) {
        manifests.remove(manifest);
      }
      throw e;
    }
  }

  /** Writes a tag, with its manifest; false when the registry left both as they were. */
  boolean writing(String tag, Digest manifest, Making<Boolean> writing) throws IOException {
    boolean isNew = !manifests.contains(manifest);
    String before = this.tag;
    this.tag = tag;
    try {
      boolean written = making(manifest, writing);
      if (!written) {
        this.tag = before;
      }
      if (!written && isNew) {
        manifests.remove(manifest);
      }
      return written;
    } catch (ResponseException e) {
      this.tag = e.status() < 500 ? before : tag;
      throw e;
    }
  }

  /** All of it, for people. */
  List<String> names() {
    return Stream.concat(
            manifests.stream().map(Litter::name), Stream.ofNullable(tag).map(Litter::name))
        .toList();
  }

  /**
   * Removes it all, and notes whether manifests can be deleted.
   *
   * @return the names of what may still be there
   */
  List<String> remove(Repository repository, Findings findings) throws InterruptedIOException {
    List<String> left = new ArrayList<>();
    for (Digest manifest : manifests) {
      IOException failure =
          findings.ask(() -> delete(repository, findings, manifest), Feature.DELETE);
      if (failure != null) {
        judge(failure, findings);
        left.add(name(manifest));
      }
    }
    if (!findings.tell(Feature.DELETE)) {
      findings.unknown(Feature.DELETE, "No manifest was there that could be deleted");
    }
    String tag = this.tag;
    if (tag != null && findings.ask(() -> delete(repository, tag)) != null) {
      left.add(name(tag));
    }
    return left;
  }

  private static void delete(Repository repository, Findings findings, Digest manifest)
      throws IOException {
    if (repository.deleteManifest(manifest)) {
      findings.yes(Feature.DELETE, "DELETE manifest: done");
    }
  }

  /** The specification has 400 beside 405 for a registry that does not delete. */
  private static void judge(IOException failure, Findings findings) {
    boolean no =
        Findings.isNo(failure)
            || (failure instanceof ResponseException answer && answer.status() == 400);
    if (no && !findings.has(Feature.DELETE)) {
      findings.no(Feature.DELETE, Findings.text(failure));
    }
  }

  /** A tag goes with its manifest at most registries, some of which delete no tags. */
  private static void delete(Repository repository, String tag) throws IOException {
    try {
      repository.deleteTag(tag);
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      if (repository.find(tag) != null) {
        throw e;
      }
    }
  }

  private static String name(Digest manifest) {
    return "manifest " + manifest;
  }

  private static String name(String tag) {
    return "tag " + tag;
  }
}
