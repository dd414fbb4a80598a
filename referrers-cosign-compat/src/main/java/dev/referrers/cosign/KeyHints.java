package dev.referrers.cosign;

import dev.referrers.attestation.Artifact;
import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.Expectation;
import dev.referrers.attestation.Subject;
import dev.referrers.attestation.Verdict;
import dev.referrers.attestation.VerificationMaterial;
import dev.referrers.attestation.VerificationMaterial.KeyHint;
import dev.referrers.key.KeyVerifier;
import dev.referrers.key.PublicKeys;
import dev.referrers.oci.Digest;
import java.security.PublicKey;
import java.util.List;

/**
 * Says whose a legacy signature is, which cosign's tags don't.
 *
 * @param keys that may have signed
 */
record KeyHints(List<PublicKey> keys) {

  static final KeyHints NONE = new KeyHints(List.of());

  KeyHints {
    keys = List.copyOf(keys);
  }

  /**
   * The same with a hint to a key: that of the one which has signed it, or an empty one. What has
   * key material, or is not signed, stays as it is.
   */
  Attestation name(Digest subject, Attestation attestation) {
    VerificationMaterial material = attestation.material();
    if (material.keyMaterial() != null || attestation.content() instanceof Artifact) {
      return attestation;
    }
    var hint = new KeyHint(hint(subject, attestation));
    return attestation.withMaterial(
        new VerificationMaterial(hint, material.logEntries(), material.timestamps()));
  }

  private String hint(Digest subject, Attestation attestation) {
    if (keys.isEmpty()) {
      return "";
    }
    Verdict verdict =
        KeyVerifier.of(keys).verify(attestation, Subject.of(subject), Expectation.ANY);
    return verdict instanceof Verdict.Verified verified
            && verified.signatory() instanceof Verdict.Signatory.Key signer
        ? PublicKeys.hint(signer.key())
        : "";
  }
}
