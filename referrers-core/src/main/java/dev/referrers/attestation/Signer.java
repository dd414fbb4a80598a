package dev.referrers.attestation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import okio.ByteString;

/**
 * Signs messages: with a key at hand, with one in a key management service, or with a short-lived
 * one that a certificate and a log vouch for. Implementations are thread-safe.
 */
public interface Signer {

  /**
   * A signature, and what verifiers need beside it.
   *
   * @param value as sigstore writes it: ECDSA as ASN.1 DER, over the curve's own hash; RSA as PKCS
   *     #1 v1.5, over SHA-256; Ed25519 as 64 bytes, prehashed or not
   * @param material of a key its {@link VerificationMaterial.KeyHint}, without which a bundle can't
   *     be made
   */
  record Signed(ByteString value, VerificationMaterial material) {}

  /**
   * Signs the message, whose hash the signer takes itself.
   *
   * @throws IOException when a service that it takes could not be asked, or refused
   */
  Signed sign(ByteString message) throws IOException;

  /**
   * Signs several messages, in their order. A signer that has a certificate made for each signature
   * does with one for all of these.
   *
   * @throws IOException as {@link #sign}; then there is no signature of any
   */
  default List<Signed> signAll(List<ByteString> messages) throws IOException {
    List<Signed> signed = new ArrayList<>();
    for (ByteString message : messages) {
      signed.add(sign(message));
    }
    return List.copyOf(signed);
  }
}
