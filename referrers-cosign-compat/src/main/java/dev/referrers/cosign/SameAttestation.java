package dev.referrers.cosign;

import dev.referrers.attestation.Artifact;
import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.Content;
import dev.referrers.attestation.LogEntry;
import dev.referrers.attestation.VerificationMaterial;
import dev.referrers.attestation.VerificationMaterial.CertificateChain;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Blob;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether one attestation stands for another: the very same content, signatures and all, with the
 * same beside it. How far a layout can tell whose key it is does not matter.
 */
final class SameAttestation {

  private SameAttestation() {}

  static boolean standsFor(Attestation wanted, Attestation stored) {
    return sameContent(wanted.content(), stored.content())
        && sameMaterial(wanted.material(), stored.material())
        && stored.annotations().containsAll(wanted.annotations());
  }

  private static boolean sameContent(Content wanted, Content stored) {
    if (wanted instanceof Artifact one && stored instanceof Artifact other) {
      return one.artifactType().equals(other.artifactType()) && files(one).equals(files(other));
    }
    return wanted.equals(stored);
  }

  private static List<Descriptor> files(Artifact artifact) {
    return artifact.files().stream().map(Blob::descriptor).map(Descriptor::bare).toList();
  }

  /** With more beside it, it might not verify: each entry and timestamp has to hold. */
  private static boolean sameMaterial(VerificationMaterial wanted, VerificationMaterial stored) {
    return withoutProofs(wanted).equals(withoutProofs(stored))
        && wanted.timestamps().equals(stored.timestamps())
        && Objects.equals(chain(wanted), chain(stored));
  }

  private static @Nullable CertificateChain chain(VerificationMaterial material) {
    return material.keyMaterial() instanceof CertificateChain chain ? chain : null;
  }

  /** Cosign's tags have no place for them. */
  private static List<LogEntry> withoutProofs(VerificationMaterial material) {
    return material.logEntries().stream().map(entry -> entry.withInclusionProof(null)).toList();
  }
}
