package dev.referrers.internal.publish;

import dev.referrers.internal.concurrent.Deadline;
import dev.referrers.internal.concurrent.Parallel;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.repository.Blob;
import dev.referrers.repository.Repository;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What has to be in the repository before the manifests may be pushed. */
public final class Uploads {

  private Uploads() {}

  /** One task for each different blob. */
  public static List<Parallel.Task> of(
      List<Draft> drafts, Repository repository, Deadline deadline) {
    List<Parallel.Task> tasks = new ArrayList<>();
    tasks.add(() -> EmptyConfig.of(repository).ensure(repository, deadline));
    files(drafts).forEach(file -> tasks.add(() -> repository.pushBlob(file)));
    return tasks;
  }

  /** Each different file of the drafts. */
  public static Collection<Blob> files(List<Draft> drafts) {
    Map<Digest, Blob> files = new LinkedHashMap<>();
    for (Draft draft : drafts) {
      draft.files().forEach(file -> files.putIfAbsent(file.descriptor().digest(), file));
    }
    files.remove(Descriptor.EMPTY_JSON.digest());
    return files.values();
  }

  /** Whether the empty config is known to be in the repository. */
  public static boolean knowsEmptyConfig(Repository repository) {
    return EmptyConfig.of(repository).isKnown(repository.location());
  }

  /** Bytes of the files, each counted once. */
  public static long bytes(List<Draft> drafts) {
    return files(drafts).stream().mapToLong(file -> file.descriptor().size()).sum();
  }
}
