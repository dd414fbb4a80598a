package dev.referrers.internal.listing;

import dev.referrers.error.NotFoundException;
import dev.referrers.internal.concurrent.Parallel;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.oci.MediaTypes;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts right what entries of a list claim, from the manifests that they point to, where the claim
 * can't be trusted. An entry whose manifest is gone, or is about something else, is left out. For
 * one list.
 */
public final class EntryCheck {

  /** Requests at a time. */
  private static final int WIDTH = 16;

  /**
   * What lists show who take the media type of the config for the artifactType: those of cosign up
   * to 3.0.6 (sigstore/cosign#4641), and of registries made with go-containerregistry.
   */
  private static final Set<String> CONFIG_TYPES =
      Set.of(
          MediaTypes.EMPTY_JSON,
          MediaTypes.IMAGE_CONFIG,
          "application/vnd.docker.container.image.v1+json");

  private final Repository repository;
  private final Digest subject;
  private final boolean everything;
  private final boolean annotations;
  private final boolean fromTag;
  private final Consumer<Manifest> read;
  private int dangling;
  private int foreign;
  private int resized;

  /**
   * @param everything whether each manifest is looked at, whatever its entry says
   * @param annotations whether annotations will be looked at
   * @param fromTag whether the list is that under the referrers tag
   * @param read is given each manifest that was fetched and is a referrer of the subject
   */
  public EntryCheck(
      Repository repository,
      Digest subject,
      boolean everything,
      boolean annotations,
      boolean fromTag,
      Consumer<Manifest> read) {
    this.repository = repository;
    this.subject = subject;
    this.everything = everything;
    this.annotations = annotations;
    this.fromTag = fromTag;
    this.read = read;
  }

  /** Whether the artifactType of this entry may be acted on without looking at the manifest. */
  public boolean trusts(Descriptor entry) {
    if (everything || (fromTag && !subject.algorithm().equals("sha256"))) {
      return false; // the tag of a longer digest is cut, so others may share it
    }
    // an index may have none, but those lists leave its own out too
    String type = entry.artifactType();
    return type != null && !CONFIG_TYPES.contains(type);
  }

  /** The entries with what their manifests say, in the same order. */
  public List<Descriptor> check(List<Descriptor> entries) throws IOException {
    if (entries.stream().noneMatch(this::needsManifest)) {
      return entries;
    }
    List<@Nullable Descriptor> checked = new ArrayList<>(entries);
    List<Parallel.Task> tasks = new ArrayList<>();
    List<@Nullable Manifest> manifests = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      int at = i;
      manifests.add(null);
      if (needsManifest(entries.get(i))) {
        checked.set(i, null);
        tasks.add(() -> manifests.set(at, fetch(entries.get(at))));
      }
    }
    if (!tasks.isEmpty()) {
      Parallel.run(WIDTH, tasks);
      for (int i = 0; i < entries.size(); i++) {
        if (checked.get(i) == null) {
          checked.set(i, judged(entries.get(i), manifests.get(i)));
        }
      }
    }
    return checked.stream().filter(Objects::nonNull).map(Objects::requireNonNull).toList();
  }

  /** What was left out or put right, for people; null when nothing was. */
  public @Nullable String note() {
    List<String> parts = new ArrayList<>();
    if (dangling > 0) {
      parts.add("entries without a manifest: " + dangling);
    }
    if (foreign > 0) {
      parts.add("entries about something else: " + foreign);
    }
    if (resized > 0) {
      parts.add("entries of another size than their manifest: " + resized);
    }
    return parts.isEmpty() ? null : String.join(", ", parts);
  }

  private boolean needsManifest(Descriptor entry) {
    return !trusts(entry)
        // cosign drops the annotations of what it lists (sigstore/cosign#4422)
        || (annotations && fromTag && entry.annotations().isEmpty());
  }

  /** Null when the registry says that it is gone. A list that has it outweighs a bare 404. */
  private @Nullable Manifest fetch(Descriptor entry) throws IOException {
    try {
      return repository.require(entry.digest().toString()).manifest();
    } catch (NotFoundException e) {
      if (!e.documented()) {
        throw e;
      }
      return null;
    }
  }

  private @Nullable Descriptor judged(Descriptor entry, @Nullable Manifest manifest) {
    if (manifest == null) {
      dangling++;
      return null;
    }
    Descriptor about = manifest.subject();
    if (about == null || !about.digest().equals(subject)) {
      foreign++;
      return null;
    }
    read.accept(manifest);
    Descriptor shown = manifest.asReferrer();
    if (shown.size() != entry.size()) {
      resized++;
    }
    return Descriptor.of(shown.mediaType(), entry.digest(), shown.size())
        .withArtifactType(shown.artifactType())
        .withAnnotations(shown.annotations());
  }
}
