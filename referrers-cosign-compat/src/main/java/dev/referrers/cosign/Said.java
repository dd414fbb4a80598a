package dev.referrers.cosign;

import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.AttestationVerifier;
import dev.referrers.attestation.ClaimedSigner;
import dev.referrers.attestation.Envelope;
import dev.referrers.attestation.Expectation;
import dev.referrers.attestation.PredicateTypes;
import dev.referrers.attestation.ResourceDescriptor;
import dev.referrers.attestation.SimpleSigning;
import dev.referrers.attestation.Statement;
import dev.referrers.attestation.Subject;
import dev.referrers.attestation.Verdict;
import dev.referrers.attestation.VerificationMaterial;
import dev.referrers.attestation.VerificationMaterial.CertificateChain;
import dev.referrers.error.MalformedContentException;
import dev.referrers.oci.Digest;
import java.io.IOException;

/** What signed content says, about what, and who says so. */
final class Said {

  private Said() {}

  /**
   * @throws IllegalArgumentException when no verifier would take it for a signature of the subject
   */
  static void requireAbout(Digest subject, SimpleSigning signed) {
    SimpleSigning.Payload payload;
    try {
      payload = signed.readPayload();
    } catch (MalformedContentException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    if (!payload.type().equals(SimpleSigning.TYPE)) {
      throw new IllegalArgumentException(
          "Simple signing payload needs the type \"%s\" but has \"%s\""
              .formatted(SimpleSigning.TYPE, payload.type()));
    }
    if (!payload.dockerManifestDigest().equals(subject.toString())) {
      throw new IllegalArgumentException(
          "Simple signing payload needs to be about %s but is about %s"
              .formatted(subject, payload.dockerManifestDigest()));
    }
  }

  /**
   * The predicate type of an attestation of the subject.
   *
   * @throws IllegalArgumentException when it is none that cosign's tags are searched for
   */
  static String predicateType(Digest subject, Envelope envelope) {
    if (!envelope.payloadType().equals(Envelope.IN_TOTO)) {
      throw new IllegalArgumentException(
          "Envelope under cosign's tags needs the payloadType %s but has %s"
              .formatted(Envelope.IN_TOTO, envelope.payloadType()));
    }
    Statement statement;
    try {
      statement = Statement.parse(envelope.payload());
    } catch (MalformedContentException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    if (statement.predicateType().equals(PredicateTypes.COSIGN_SIGN)) {
      throw new IllegalArgumentException(
          "Signature under cosign's tags needs to be a SimpleSigning but is a statement");
    }
    if (statement.subject().stream().noneMatch(each -> each.matches(subject))) {
      throw new IllegalArgumentException(
          "Statement needs the subject %s but is about %s"
              .formatted(
                  subject, statement.subject().stream().map(ResourceDescriptor::digest).toList()));
    }
    return statement.predicateType();
  }

  /** Whether what is stored says the same as the wanted, and has no less beside it. */
  static boolean isAsMuch(Attestation stored, Attestation wanted) {
    return payload(stored).equals(payload(wanted))
        && stored.annotations().containsAll(wanted.annotations())
        && stored.material().logEntries().size() >= wanted.material().logEntries().size()
        && stored.material().timestamps().size() >= wanted.material().timestamps().size();
  }

  private static Object payload(Attestation attestation) {
    return attestation.content() instanceof Envelope envelope
        ? envelope.payload()
        : ((SimpleSigning) attestation.content()).payload();
  }

  /** Who claims it: a certificate's names, an envelope's keyid, or else the signature itself. */
  static Object by(Attestation attestation) {
    boolean certified = attestation.material().keyMaterial() instanceof CertificateChain;
    var material = certified ? attestation.material() : VerificationMaterial.NONE;
    if (attestation.content() instanceof Envelope envelope) {
      var signature = envelope.signatures().get(0);
      String keyid = signature.keyid();
      return certified || keyid == null ? ClaimedSigner.of(material, signature.sig()) : keyid;
    }
    return ClaimedSigner.of(material, ((SimpleSigning) attestation.content()).signature());
  }

  /**
   * Whether the verifier takes it.
   *
   * @param kind a predicate type, or the media type of simple signing
   */
  static boolean holds(
      Attestation stored, Digest subject, String kind, AttestationVerifier verifier)
      throws IOException {
    Expectation expected =
        stored.content() instanceof SimpleSigning
            ? Expectation.SIGNATURE
            : Expectation.attestation(kind);
    return verifier.verify(stored, Subject.of(subject), expected) instanceof Verdict.Verified;
  }
}
