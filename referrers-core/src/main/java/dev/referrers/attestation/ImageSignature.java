package dev.referrers.attestation;

import dev.referrers.attestation.SimpleSigning.Payload;
import dev.referrers.oci.Digest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import okio.ByteString;

/**
 * An image signature in both of its forms, which have different payloads: made by one signer in one
 * go, for consumers of either.
 *
 * @param statement an envelope with cosign 3's signature statement, for sigstore bundles
 * @param simpleSigning cosign 1 and 2's, for their tags
 */
public record ImageSignature(Attestation statement, Attestation simpleSigning) {

  /**
   * Signs both.
   *
   * @param dockerReference the image's repository, such as {@code registry.example/acme/api}; only
   *     the simple signing payload has it
   * @param claims said beside; may be empty
   * @throws IOException when a service that signing takes could not be asked, or refused
   */
  public static ImageSignature sign(
      Signer signer, Digest subject, String dockerReference, Map<String, String> claims)
      throws IOException {
    ByteString said = Statement.signature(subject, claims).bytes();
    ByteString payload = Payload.of(dockerReference, subject, claims).toJson();
    List<Signer.Signed> signed =
        signer.signAll(
            List.of(Envelope.preAuthenticationEncoding(Envelope.IN_TOTO, said), payload));
    Signer.Signed ofStatement = signed.get(0);
    Signer.Signed ofPayload = signed.get(1);
    var envelope =
        new Envelope(Envelope.IN_TOTO, said, List.of(Envelope.Signature.of(ofStatement.value())));
    return new ImageSignature(
        Attestation.of(envelope, ofStatement.material()),
        Attestation.of(new SimpleSigning(payload, ofPayload.value()), ofPayload.material()));
  }
}
