package dev.referrers.cosign;

import dev.referrers.AttestationQuery;
import dev.referrers.AttestationQuery.Kind;
import dev.referrers.AttestationSource;
import dev.referrers.Candidate;
import dev.referrers.Source;
import dev.referrers.StoredAttestation;
import dev.referrers.error.MalformedContentException;
import dev.referrers.error.NotFoundException;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.repository.FetchedManifest;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds what is under cosign's tags {@code sha256-….sig}, {@code sha256-….att} and {@code
 * sha256-….sbom}: signatures, attestations and SBOMs of cosign 1 and 2, of cosign 3 in its legacy
 * mode, and of Tekton Chains. Each layer of the tagged manifest is one candidate; many share a
 * manifest. SBOMs are opaque artefacts that nobody has signed. Immutable and thread-safe.
 *
 * <p>A query for signatures asks for the first tag only, one for a predicate type for the second
 * only, one for attestations for the last two, unless it is {@linkplain AttestationQuery#checked()
 * checked}. A tag that is not there holds none. Layers bear no date: the last are taken for the
 * newest, which holds for all but those that {@code cosign attest --replace} puts first.
 */
public final class CosignTags implements AttestationSource {

  /** Bytes in the largest layer that is read: what cosign takes as an attachment. */
  public static final int MAX_BYTES = 128 << 20;

  static final String LAYOUT = "cosign";

  private final Repository repository;
  private final CosignTag tags;

  private CosignTags(Repository repository, CosignTag tags) {
    this.repository = repository;
    this.tags = tags;
  }

  /**
   * A reader of tags without a prefix.
   *
   * @param repository where the tags are; the images they are about may be in another one, as with
   *     {@code COSIGN_REPOSITORY}
   */
  public static CosignTags in(Repository repository) {
    return new CosignTags(repository, new CosignTag(""));
  }

  /**
   * The same for tags that begin so, as with {@code --attachment-tag-prefix}.
   *
   * @throws IllegalArgumentException when no tag can begin so, or it is too long
   */
  public CosignTags withPrefix(String prefix) {
    return new CosignTags(repository, new CosignTag(prefix));
  }

  @Override
  public Source source() {
    return Source.COSIGN_TAG;
  }

  @Override
  public List<Place> places(Digest subject, AttestationQuery query) {
    List<Place> places = new ArrayList<>();
    if (!CosignTag.isFor(subject)) {
      return places;
    }
    Repository access = repository.inOneOperation();
    for (String suffix : suffixes(query)) {
      String tag = tags.of(subject, suffix);
      places.add(
          new Place("cosign tag " + tag, () -> read(access, subject, tag, query.newest() > 0)));
    }
    return places;
  }

  private static List<String> suffixes(AttestationQuery query) {
    if (query.checked()) {
      return CosignTag.SUFFIXES;
    }
    List<String> suffixes = new ArrayList<>();
    if (query.keepsSignatures()) {
      suffixes.add(CosignTag.SIGNATURES);
    }
    if (query.kind() != Kind.SIGNATURE) {
      suffixes.add(CosignTag.ATTESTATIONS);
    }
    if (query.keepsArtifacts()) {
      suffixes.add(CosignTag.SBOMS);
    }
    return suffixes;
  }

  private List<Candidate> read(Repository access, Digest subject, String tag, boolean lastFirst)
      throws IOException {
    FetchedManifest found = tagged(access, subject, tag);
    if (found == null) {
      return List.of();
    }
    ImageManifest manifest = image(tag, found);
    boolean sbom = tag.endsWith(CosignTag.SBOMS);
    List<Candidate> layers = new ArrayList<>();
    for (Descriptor layer : manifest.layers()) {
      StoredAttestation stored =
          sbom ? new StoredSbom(LAYOUT, layer, repository) : new StoredLayer(LAYOUT, layer);
      layers.add(
          Candidate.of(repository, manifest.descriptor(), List.of(Source.COSIGN_TAG), stored));
    }
    if (lastFirst) {
      Collections.reverse(layers);
    }
    return layers;
  }

  /**
   * What the tag points to; null when it is not there. A bare 404 counts only where the registry
   * shows that it is up, by the subject: a proxy that has lost its registry answers alike.
   */
  static @Nullable FetchedManifest tagged(Repository access, Digest subject, String tag)
      throws IOException {
    try {
      return access.require(tag);
    } catch (NotFoundException e) {
      if (e.documented() || access.find(subject.toString()) != null) {
        return null;
      }
      throw e;
    }
  }

  static ImageManifest image(String tag, FetchedManifest found) throws MalformedContentException {
    if (found.manifest() instanceof ImageManifest manifest) {
      return manifest;
    }
    throw new MalformedContentException(
        "Cosign tag " + tag,
        "expected an image manifest but was " + found.manifest().mediaType(),
        null,
        null);
  }
}
