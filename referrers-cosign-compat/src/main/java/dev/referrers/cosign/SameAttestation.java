package dev.referrers.cosign;

import dev.referrers.attestation.Artifact;
import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.Content;
import dev.referrers.attestation.LogEntry;
import dev.referrers.attestation.VerificationMaterial;
import dev.referrers.attestation.VerificationMaterial.CertificateChain;
import dev.referrers.attestation.VerificationMaterial.SignedTimestamp;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Blob;
import java.util.List;
import java.util.function.Function;

/**
 * Whether one attestation stands for another: the very same content, signatures and all, with no
 * less beside it. How far a layout can tell whose key it is does not matter.
 */
final class SameAttestation {

  private SameAttestation() {}

  static boolean standsFor(Attestation wanted, Attestation stored) {
    return sameContent(wanted.content(), stored.content())
        && holds(wanted.material(), stored.material())
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

  private static boolean holds(VerificationMaterial wanted, VerificationMaterial stored) {
    return holds(wanted.logEntries(), stored.logEntries(), SameAttestation::withoutProof)
        && holds(wanted.timestamps(), stored.timestamps(), SignedTimestamp::timeStampResp)
        && (!(wanted.keyMaterial() instanceof CertificateChain chain)
            || chain.equals(stored.keyMaterial()));
  }

  private static <T> boolean holds(List<T> wanted, List<T> stored, Function<T, Object> identity) {
    return stored.stream()
        .map(identity)
        .toList()
        .containsAll(wanted.stream().map(identity).toList());
  }

  /** Cosign's tags have no place for it. */
  private static LogEntry withoutProof(LogEntry entry) {
    return new LogEntry(
        entry.logIndex(),
        entry.logId(),
        entry.kind(),
        entry.version(),
        entry.integratedTime(),
        entry.signedEntryTimestamp(),
        null,
        entry.canonicalizedBody());
  }
}
