package dev.referrers.internal.copy;

import dev.referrers.manifest.ImageIndex;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The order in which manifests are pushed: each after all that it points to. */
public final class PushOrder {

  private PushOrder() {}

  /** Those of one wave don't point to each other. */
  public static List<List<Manifest>> waves(Collection<Manifest> manifests) {
    Map<Digest, Manifest> left = new LinkedHashMap<>();
    manifests.forEach(manifest -> left.put(manifest.digest(), manifest));
    List<List<Manifest>> waves = new ArrayList<>();
    while (!left.isEmpty()) {
      List<Manifest> wave =
          left.values().stream()
              .filter(manifest -> pointsTo(manifest).noneMatch(left::containsKey))
              .toList();
      if (wave.isEmpty()) {
        throw new IllegalStateException("Manifests contain each other's digests");
      }
      wave.forEach(manifest -> left.remove(manifest.digest()));
      waves.add(wave);
    }
    return waves;
  }

  private static Stream<Digest> pointsTo(Manifest manifest) {
    @Nullable Descriptor subject = manifest.subject();
    Stream<Digest> about = subject == null ? Stream.of() : Stream.of(subject.digest());
    return manifest instanceof ImageIndex index
        ? Stream.concat(about, index.manifests().stream().map(Descriptor::digest))
        : about;
  }
}
