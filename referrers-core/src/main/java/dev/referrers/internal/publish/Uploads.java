package dev.referrers.internal.publish;

import dev.referrers.internal.concurrent.Deadline;
import dev.referrers.internal.concurrent.Parallel;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.repository.Blob;
import dev.referrers.repository.Repository;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What has to be in the repository before the manifests may be pushed. */
public final class Uploads {

  private Uploads() {}

  /** One task for each different blob. */
  public static List<Parallel.Task> of(
      List<Draft> drafts, Repository repository, Deadline deadline) {
    Map<Digest, Blob> files = new LinkedHashMap<>();
    for (Draft draft : drafts) {
      draft.files().forEach(file -> files.putIfAbsent(file.descriptor().digest(), file));
    }
    files.remove(Descriptor.EMPTY_JSON.digest());
    List<Parallel.Task> tasks = new ArrayList<>();
    tasks.add(() -> EmptyConfig.SHARED.ensure(repository, deadline));
    files.values().forEach(file -> tasks.add(() -> repository.pushBlob(file)));
    return tasks;
  }

  /** Bytes of the files, each counted once. */
  public static long bytes(List<Draft> drafts) {
    return drafts.stream()
        .flatMap(draft -> draft.files().stream())
        .map(Blob::descriptor)
        .distinct()
        .mapToLong(Descriptor::size)
        .sum();
  }
}
