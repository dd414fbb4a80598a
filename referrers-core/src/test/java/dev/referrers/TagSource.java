package dev.referrers;

import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.UnsignedStatement;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.repository.FetchedManifest;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** The layers of the manifests under some tags, which are the same for every subject. */
record TagSource(
    Repository repository, List<String> tags, Function<Descriptor, StoredAttestation> form)
    implements AttestationSource {

  @Override
  public Source source() {
    return Source.COSIGN_TAG;
  }

  @Override
  public List<Place> places(Digest subject, AttestationQuery query) {
    return tags.stream().map(tag -> new Place("tag " + tag, () -> read(tag))).toList();
  }

  private List<Candidate> read(String tag) throws IOException {
    FetchedManifest found = repository.fetch(tag);
    return found == null
        ? List.of()
        : ImageManifest.of(found.manifest()).layers().stream()
            .map(
                layer ->
                    Candidate.of(
                        repository,
                        found.manifest().descriptor(),
                        List.of(Source.COSIGN_TAG),
                        form.apply(layer)))
            .toList();
  }

  /** One that tells nothing. */
  record Layer(Descriptor entry) implements StoredAttestation {

    @Override
    public String layout() {
      return "tag";
    }

    @Override
    public @Nullable Boolean told(AttestationQuery query) {
      return query.told(null);
    }

    @Override
    public Descriptor blob() {
      return entry;
    }

    @Override
    public Attestation read(ByteString blob) {
      return Attestation.of(new UnsignedStatement(blob));
    }
  }
}
