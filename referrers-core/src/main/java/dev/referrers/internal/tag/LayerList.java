package dev.referrers.internal.tag;

import dev.referrers.error.LimitExceededException;
import dev.referrers.error.MalformedContentException;
import dev.referrers.error.RegistryException;
import dev.referrers.error.TagConflictException;
import dev.referrers.internal.concurrent.Time;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.oci.MediaTypes;
import dev.referrers.repository.Blob;
import dev.referrers.repository.FetchedManifest;
import dev.referrers.repository.Repository;
import dev.referrers.transport.Limits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The layers of an image manifest under a tag. Two layers with one blob and different annotations
 * are two entries; one that is there with the same annotations is not added again.
 *
 * @param subject what the tag is about
 * @param mostLayers how many it may have
 * @param config the config of a manifest with these layers
 */
public record LayerList(
    String tag, Digest subject, int mostLayers, Function<List<Descriptor>, Blob> config)
    implements TaggedList {

  private static final Set<String> CONFIGS =
      Set.of(MediaTypes.IMAGE_CONFIG, "application/vnd.docker.container.image.v1+json");

  /**
   * The layers that the tag holds; none when it is not there.
   *
   * @throws MalformedContentException when it holds something that must not be overwritten
   */
  public List<Descriptor> read(Repository repository) throws IOException {
    Snapshot now = Snapshot.read(repository, this, Time.SYSTEM);
    return now.manifest() instanceof ImageManifest manifest ? manifest.layers() : List.of();
  }

  @Override
  public String name() {
    return "tag " + tag;
  }

  @Override
  public void requireList(FetchedManifest found, Limits limits) throws MalformedContentException {
    String reason = foreign(found.manifest());
    if (reason != null) {
      throw new MalformedContentException(
          "Tag " + tag,
          "expected layers beside a config, but " + reason + ", so it is not overwritten",
          null,
          null);
    }
  }

  /** What else it is; null when it is such a list. */
  private @Nullable String foreign(Manifest found) {
    if (subject.matches(found.bytes())) {
      return "it is the subject itself";
    }
    if (!(found instanceof ImageManifest manifest)) {
      return "it is " + found.mediaType();
    }
    if (manifest.subject() != null) {
      return "it has a subject";
    }
    if (!CONFIGS.contains(manifest.config().mediaType())) {
      return "its config is " + manifest.config().mediaType();
    }
    return manifest.layers().stream()
        .map(Descriptor::mediaType)
        .filter(type -> !MediaTypes.isValid(type))
        .map(type -> "one of its layers is " + type)
        .findFirst()
        .orElse(null);
  }

  @Override
  public @Nullable Merged merge(@Nullable Manifest now, List<Change> changes, Limits limits)
      throws LimitExceededException {
    ImageManifest before = (ImageManifest) now;
    List<Descriptor> layers = layers(before, changes);
    if (layers.equals(before == null ? List.of() : before.layers())) {
      return null;
    }
    if (layers.size() > mostLayers) {
      throw new LimitExceededException("Tag " + tag, mostLayers, "layers", "PublishPolicy.REPLACE");
    }
    Blob made = config.apply(layers);
    ImageManifest merged = manifest(before, made.descriptor(), layers);
    if (merged.bytes().size() > limits.manifestBytes()) {
      throw new LimitExceededException(
          "Tag " + tag, limits.manifestBytes(), "bytes", "Limits.manifestBytes");
    }
    return new Merged(merged, List.of(made));
  }

  private static List<Descriptor> layers(@Nullable ImageManifest before, List<Change> changes) {
    Set<Descriptor> kept = new HashSet<>();
    changes.forEach(change -> kept.addAll(change.additions()));
    List<Descriptor> layers = new ArrayList<>();
    for (Descriptor layer : before == null ? List.<Descriptor>of() : before.layers()) {
      // what another change brings at the same time stays: its caller waits for it
      if (!kept.contains(layer) && Change.isRemoved(layer, changes)) {
        changes.forEach(change -> change.removes(layer));
      } else {
        layers.add(layer);
      }
    }
    changes.forEach(change -> add(change, layers));
    return layers;
  }

  private static void add(Change change, List<Descriptor> layers) {
    int place = change.edit().first() ? 0 : layers.size();
    for (Descriptor layer : change.additions()) {
      if (!layers.contains(layer)) {
        layers.add(place++, layer);
        change.adds(layer);
      }
    }
  }

  private static ImageManifest manifest(
      @Nullable ImageManifest before, Descriptor config, List<Descriptor> layers) {
    if (before == null) {
      return ImageManifest.builder(config).layers(layers).inOrderOfCosign().build();
    }
    // a manifest of Docker's type keeps Docker's type of config
    Descriptor typed = config.withMediaType(before.config().mediaType());
    return before.newBuilder().config(typed).layers(layers).inOrderOfCosign().build();
  }

  @Override
  public boolean holds(@Nullable Manifest now, Change change) {
    return now instanceof ImageManifest manifest
        && manifest.layers().containsAll(change.additions());
  }

  @Override
  public RegistryException conflict(
      List<Descriptor> entries, int writes, @Nullable IOException cause) {
    var layers = entries.stream().map(Descriptor::digest).toList();
    return new TagConflictException(subject, tag, layers, writes, cause);
  }
}
