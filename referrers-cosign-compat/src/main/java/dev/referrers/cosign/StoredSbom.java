package dev.referrers.cosign;

import dev.referrers.AttestationQuery;
import dev.referrers.StoredAttestation;
import dev.referrers.attestation.Artifact;
import dev.referrers.attestation.Attestation;
import dev.referrers.error.MalformedContentException;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Blob;
import dev.referrers.repository.Repository;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * A layer that is an SBOM as {@code cosign attach sbom} stores it: a file, read when it is opened.
 */
record StoredSbom(String layout, Descriptor entry, Repository repository)
    implements StoredAttestation {

  @Override
  public Boolean told(AttestationQuery query) {
    return query.keepsArtifacts();
  }

  @Override
  public @Nullable Descriptor blob() {
    return null;
  }

  @Override
  public Attestation read(ByteString blob) throws MalformedContentException {
    try {
      return Attestation.of(Artifact.of(entry.mediaType(), Blob.in(repository, entry)));
    } catch (IllegalArgumentException e) {
      throw new MalformedContentException(
          SignedLayer.name(entry), String.valueOf(e.getMessage()), null, e);
    }
  }
}
