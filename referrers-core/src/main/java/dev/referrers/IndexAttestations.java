package dev.referrers;

import dev.referrers.error.DeadlineExceededException;
import dev.referrers.manifest.ImageIndex;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the attestations that BuildKit puts into an index beside the images of each platform:
 * {@linkplain dev.referrers.attestation.UnsignedStatement statements} that nobody has signed. They
 * are about a platform's image, and only who has the index finds them: those of the index itself
 * are none. Layout {@code buildkit}. Immutable and thread-safe.
 *
 * @see <a
 *     href="https://github.com/moby/buildkit/blob/v0.26.0/docs/attestations/attestation-storage.md">
 *     BuildKit, Image Attestation Storage</a>
 */
public final class IndexAttestations implements AttestationSource {

  /** Bytes in the largest statement that is read: the most that BuildKit makes. */
  public static final int MAX_BYTES = 40 << 20;

  private static final String REFERENCE_TYPE = "vnd.docker.reference.type";
  private static final String REFERENCE_DIGEST = "vnd.docker.reference.digest";
  private static final String ATTESTATION_MANIFEST = "attestation-manifest";

  private final Repository repository;
  private final Digest index;
  private volatile @Nullable Manifest fetched;

  private IndexAttestations(Repository repository, Digest index) {
    this.repository = repository;
    this.index = index;
  }

  /**
   * Reads an index, when it is needed, and once.
   *
   * @param index digest of the index; where it is none's, there is nothing in it
   */
  public static IndexAttestations in(Repository repository, Digest index) {
    return new IndexAttestations(repository, index);
  }

  @Override
  public Source source() {
    return Source.IN_INDEX;
  }

  @Override
  public List<Place> places(Digest subject, AttestationQuery query) {
    if (query.kind() == AttestationQuery.Kind.SIGNATURE && !query.checked()) {
      return List.of();
    }
    Repository access = repository.inOneOperation();
    return List.of(new Place("index " + index, () -> read(access, subject)));
  }

  /** The images of the index that it has attestations for, in its order. */
  public List<Digest> subjects() throws IOException {
    if (!(index(repository) instanceof ImageIndex platforms)) {
      return List.of();
    }
    List<Descriptor> entries = platforms.manifests();
    return entries.stream()
        .map(Descriptor::digest)
        .distinct()
        .filter(image -> entries.stream().anyMatch(entry -> isAbout(entry.annotations(), image)))
        .toList();
  }

  private List<Candidate> read(Repository access, Digest subject) throws IOException {
    List<Candidate> found = new ArrayList<>();
    if (index(access) instanceof ImageIndex platforms) {
      for (Descriptor entry : platforms.manifests()) {
        if (isAbout(entry.annotations(), subject)) {
          found.addAll(statements(access, entry));
        }
      }
    }
    return found;
  }

  private Manifest index(Repository access) throws IOException {
    Manifest known = fetched;
    if (known == null) {
      known = access.require(index.toString()).manifest();
      fetched = known;
    }
    return known;
  }

  private static boolean isAbout(Annotations annotations, Digest subject) {
    return ATTESTATION_MANIFEST.equals(annotations.get(REFERENCE_TYPE))
        && subject.toString().equals(annotations.get(REFERENCE_DIGEST));
  }

  private List<Candidate> statements(Repository access, Descriptor entry) throws IOException {
    try {
      Manifest manifest = access.fetch(entry);
      return BuildkitDecoder.statements(manifest).stream()
          .map(each -> candidate(manifest.asReferrer(), each))
          .toList();
    } catch (InterruptedIOException | DeadlineExceededException e) {
      throw e;
    } catch (IOException e) {
      return List.of(candidate(entry, new Undecoded(StatementLayer.LAYOUT, entry, e)));
    }
  }

  private Candidate candidate(Descriptor manifest, StoredAttestation stored) {
    return Candidate.of(repository, manifest, List.of(Source.IN_INDEX), stored);
  }
}
