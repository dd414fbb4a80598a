package dev.referrers.cosign;

import dev.referrers.AttestationQuery;
import dev.referrers.AttestationReader;
import dev.referrers.Candidate;
import dev.referrers.error.MalformedContentException;
import dev.referrers.error.NotFoundException;
import dev.referrers.error.UndeterminedException;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.oci.Digest;
import dev.referrers.oci.Tag;
import dev.referrers.repository.FetchedManifest;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds what is under cosign's tags {@code sha256-….sig} and {@code sha256-….att}: signatures and
 * attestations of cosign 1 and 2, of cosign 3 in its legacy mode, and of Tekton Chains. Each layer
 * of the tagged manifest is one candidate; many share a manifest. Immutable and thread-safe.
 *
 * <p>A query for signatures asks for the first tag only, one for attestations or a predicate type
 * for the second only, unless it is {@linkplain AttestationQuery#checked() checked}. A tag that is
 * not there holds none. Layers bear no date: the last are taken for the newest, which holds for all
 * but those that {@code cosign attest --replace} puts first.
 */
public final class CosignTags implements AttestationReader {

  /** Bytes in the largest layer that is read: what cosign takes as an attachment. */
  public static final int MAX_BYTES = 128 << 20;

  private static final String SIGNATURES = ".sig";
  private static final String ATTESTATIONS = ".att";
  private static final int MAX_TAG = 128;

  /** With the longest suffix. */
  private static final String ANY_TAG = "sha256-" + "0".repeat(64) + ".sbom";

  private final Repository repository;
  private final String prefix;

  private CosignTags(Repository repository, String prefix) {
    this.repository = repository;
    this.prefix = prefix;
  }

  /**
   * A reader of tags without a prefix.
   *
   * @param repository where the tags are; the images they are about may be in another one, as with
   *     {@code COSIGN_REPOSITORY}
   */
  public static CosignTags in(Repository repository) {
    return new CosignTags(repository, "");
  }

  /**
   * The same for tags that begin so, as with {@code --attachment-tag-prefix}.
   *
   * @throws IllegalArgumentException when no tag can begin so, or it is too long
   */
  public CosignTags withPrefix(String prefix) {
    Tag.parse(prefix + ANY_TAG);
    return new CosignTags(repository, prefix);
  }

  /** {@inheritDoc} */
  @Override
  public Stream<Candidate> stream(Digest subject, AttestationQuery query) {
    Repository access = repository.inOneOperation();
    Stream<Candidate> found =
        suffixes(query).stream()
            .map(suffix -> prefix + subject.algorithm() + '-' + subject.encoded() + suffix)
            .filter(tag -> tag.length() <= MAX_TAG) // no sha512 digest fits, so there is none
            .flatMap(tag -> layers(access, subject, tag, query.newest() > 0).stream())
            .filter(layer -> layer.mayBe(query))
            .map(Candidate.class::cast);
    return query.newest() > 0 ? found.limit(query.newest()) : found;
  }

  private static List<String> suffixes(AttestationQuery query) {
    if (query.checked()) {
      return List.of(SIGNATURES, ATTESTATIONS);
    }
    return switch (query.kind()) {
      case SIGNATURE -> List.of(SIGNATURES);
      case ATTESTATION -> List.of(ATTESTATIONS);
      case ANY ->
          query.predicateType() == null ? List.of(SIGNATURES, ATTESTATIONS) : List.of(ATTESTATIONS);
    };
  }

  private List<StoredLayer> layers(
      Repository access, Digest subject, String tag, boolean lastFirst) {
    try {
      FetchedManifest found = tagged(access, subject, tag);
      List<StoredLayer> layers = new ArrayList<>();
      if (found != null) {
        ImageManifest manifest = image(tag, found);
        manifest
            .layers()
            .forEach(layer -> layers.add(new StoredLayer(repository, manifest, layer)));
      }
      if (lastFirst) {
        Collections.reverse(layers);
      }
      return layers;
    } catch (InterruptedIOException e) {
      throw new UncheckedIOException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(new UndeterminedException(subject, "cosign tag " + tag, e));
    }
  }

  /**
   * What the tag points to; null when it is not there. A bare 404 counts only where the registry
   * shows that it is up, by the subject: a proxy that has lost its registry answers alike.
   */
  private static @Nullable FetchedManifest tagged(Repository access, Digest subject, String tag)
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

  private static ImageManifest image(String tag, FetchedManifest found)
      throws MalformedContentException {
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
