package dev.referrers.testing;

import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.oci.MediaTypes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * What one repository of a {@link FakeRegistry} holds, to be arranged and looked at without a
 * request. Nothing is checked here and no behaviour applies, so that a test can also put what no
 * registry would take. Thread-safe; what requests do is seen at once.
 */
public final class FakeRepository {

  private final Map<Digest, Bytes> blobs = new HashMap<>();
  private final Map<Digest, StoredManifest> manifests = new LinkedHashMap<>();
  private final TreeMap<String, Digest> tags = new TreeMap<>();
  private final Map<String, Stale> staleTags = new HashMap<>();
  private final Map<Digest, Map<Digest, Referrer>> referrers = new HashMap<>();

  /** What a tag pointed to before its last move, for the next so many reads. */
  private record Stale(@Nullable Digest before, int reads) {}

  FakeRepository() {}

  /** Stores a blob under its sha256 digest. */
  public Descriptor pushBlob(ByteString content) {
    return pushBlob(Digest.sha256(content), content);
  }

  /** Stores a blob under a digest, be it the right one or not. */
  public Descriptor pushBlob(Digest digest, ByteString content) {
    store(digest, Bytes.of(content));
    return Descriptor.of("application/octet-stream", digest, content.size());
  }

  /** Stores a manifest under its sha256 digest; lists it when it has a subject. */
  public Descriptor pushManifest(String mediaType, ByteString manifest) {
    return pushManifest(mediaType, manifest, null);
  }

  /** Stores a manifest and, unless null, sets the tag to it. */
  public Descriptor pushManifest(String mediaType, ByteString manifest, @Nullable String tag) {
    return pushManifest(mediaType, manifest, Digest.sha256(manifest), tag);
  }

  /** Stores a manifest under a digest, be it the right one or not. */
  public synchronized Descriptor pushManifest(
      String mediaType, ByteString manifest, Digest digest, @Nullable String tag) {
    store(new StoredManifest(mediaType, digest, manifest), fields(manifest));
    if (tag != null) {
      tags.put(tag, digest);
    }
    return Descriptor.of(mediaType, digest, manifest.size());
  }

  /** Stores a small image with its config and layer under the tag. */
  public Descriptor pushImage(String tag) {
    Descriptor config =
        pushBlob(ByteString.encodeUtf8("{\"architecture\":\"amd64\",\"os\":\"linux\"}"))
            .withMediaType(MediaTypes.IMAGE_CONFIG);
    Descriptor layer =
        pushBlob(ByteString.encodeUtf8("layer of " + tag))
            .withMediaType(MediaTypes.IMAGE_LAYER_TAR);
    return pushManifest(MediaTypes.IMAGE_MANIFEST, Manifests.image(config, layer), tag);
  }

  /** Stores an index of the manifests under the tag. */
  public Descriptor pushIndex(String tag, List<Descriptor> manifests) {
    return pushManifest(MediaTypes.IMAGE_INDEX, Manifests.index(manifests), tag);
  }

  /**
   * Stores an artefact that refers to the subject, with an empty config and an empty layer.
   *
   * @param annotations of the manifest
   */
  public Descriptor addReferrer(Descriptor subject, String artifactType, Annotations annotations) {
    pushBlob(ByteString.encodeUtf8("{}"));
    ByteString manifest = Manifests.referrer(subject, artifactType, annotations);
    return pushManifest(MediaTypes.IMAGE_MANIFEST, manifest)
        .withArtifactType(artifactType)
        .withAnnotations(annotations);
  }

  /**
   * Stores many artefacts that refer to the subject; they differ in the annotation {@code number},
   * which counts from 0.
   */
  public List<Descriptor> addReferrers(Descriptor subject, int count, String artifactType) {
    var added = new ArrayList<Descriptor>(count);
    for (int number = 0; number < count; number++) {
      var annotations = Annotations.of("number", Integer.toString(number));
      added.add(addReferrer(subject, artifactType, annotations));
    }
    return added;
  }

  /** Lists the entry as a referrer of the subject, whether such a manifest is there or not. */
  public synchronized void list(Digest subject, Descriptor entry) {
    referrersOf(subject).put(entry.digest(), Referrer.of(entry, entry.artifactType()));
  }

  /** Sets the tag to the digest, whether such a manifest is there or not. */
  public synchronized void tag(String tag, Digest digest) {
    tags.put(tag, digest);
  }

  /** A copy of the tags, sorted. */
  public synchronized SortedSet<String> tags() {
    return new TreeSet<>(tags.keySet());
  }

  public boolean hasManifest(String tagOrDigest) {
    return find(tagOrDigest) != null;
  }

  /**
   * The manifest that a tag or a digest names.
   *
   * @throws NoSuchElementException when there is none
   */
  public StoredManifest manifest(String tagOrDigest) {
    StoredManifest manifest = find(tagOrDigest);
    if (manifest == null) {
      throw new NoSuchElementException("Repository holds no manifest " + tagOrDigest);
    }
    return manifest;
  }

  /** The manifests in the order of their pushes. */
  public synchronized List<StoredManifest> manifests() {
    return List.copyOf(manifests.values());
  }

  public boolean hasBlob(Digest digest) {
    return content(digest) != null;
  }

  /**
   * The content of the blob.
   *
   * @throws NoSuchElementException when there is none
   */
  public ByteString blob(Digest digest) {
    Bytes content = content(digest);
    if (content == null) {
      throw new NoSuchElementException("Repository holds no blob " + digest);
    }
    return content.join();
  }

  /** The referrers of the subject in the order of their pushes, as the specification lists them. */
  public List<Descriptor> referrers(Digest subject) {
    return listing(subject).stream().map(Referrer::descriptor).toList();
  }

  /** Takes a tag away, or a manifest with its tags and its place in the referrers list. */
  public synchronized boolean deleteManifest(String tagOrDigest) {
    if (tagOrDigest.indexOf(':') < 0) {
      return tags.remove(tagOrDigest) != null;
    }
    Digest digest = Digest.parse(tagOrDigest);
    tags.values().removeIf(digest::equals);
    referrers.values().forEach(list -> list.remove(digest));
    return manifests.remove(digest) != null;
  }

  public synchronized boolean deleteBlob(Digest digest) {
    return blobs.remove(digest) != null;
  }

  synchronized void store(Digest digest, Bytes content) {
    blobs.put(digest, content);
  }

  synchronized void store(StoredManifest manifest, @Nullable ManifestFields fields) {
    manifests.put(manifest.digest(), manifest);
    if (fields != null && fields.subject() != null) {
      var descriptor =
          Descriptor.of(manifest.mediaType(), manifest.digest(), manifest.bytes().size())
              .withArtifactType(fields.listedType(manifest.mediaType()))
              .withAnnotations(new Annotations(fields.annotations()));
      referrersOf(fields.subject().digest())
          .putIfAbsent(manifest.digest(), Referrer.of(descriptor, fields.configMediaType()));
    }
  }

  synchronized @Nullable Bytes content(Digest digest) {
    return blobs.get(digest);
  }

  synchronized List<Referrer> listing(Digest subject) {
    return List.copyOf(referrers.getOrDefault(subject, Map.of()).values());
  }

  synchronized @Nullable StoredManifest find(String tagOrDigest) {
    Digest digest = resolve(tagOrDigest);
    return digest == null ? null : manifests.get(digest);
  }

  private @Nullable Digest resolve(String tagOrDigest) {
    if (tagOrDigest.indexOf(':') < 0) {
      return tags.get(tagOrDigest);
    }
    try {
      return Digest.parse(tagOrDigest);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Sets the tag; the next so many {@link #read reads} don't see it yet. */
  synchronized void moveTag(String tag, Digest digest, int lag) {
    Digest before = tags.put(tag, digest);
    if (lag > 0) {
      staleTags.put(tag, new Stale(before, lag));
    }
  }

  /** The manifest as a request sees it, or null. */
  synchronized @Nullable StoredManifest read(String tagOrDigest) {
    Stale stale = staleTags.remove(tagOrDigest);
    if (stale == null) {
      return find(tagOrDigest);
    }
    if (stale.reads > 1) {
      staleTags.put(tagOrDigest, new Stale(stale.before, stale.reads - 1));
    }
    return stale.before == null ? null : manifests.get(stale.before);
  }

  /** Whether an index names the manifest. */
  synchronized boolean isListed(Digest manifest) {
    return manifests.values().stream()
        .map(stored -> fields(stored.bytes()))
        .anyMatch(
            fields ->
                fields != null
                    && fields.manifests().stream()
                        .anyMatch(entry -> entry.digest().equals(manifest)));
  }

  private Map<Digest, Referrer> referrersOf(Digest subject) {
    return referrers.computeIfAbsent(subject, any -> new LinkedHashMap<>());
  }

  private static @Nullable ManifestFields fields(ByteString manifest) {
    try {
      return ManifestFields.parse(manifest);
    } catch (IOException e) {
      return null;
    }
  }
}
