package dev.referrers.attestation;

import dev.referrers.error.MalformedContentException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import okio.Buffer;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * A DSSE envelope: a payload of any type with signatures over both. The payload is the decoded
 * bytes, the very ones that a verifier checks.
 *
 * @param payloadType such as {@code application/vnd.in-toto+json}
 * @param signatures in their order; never empty
 * @see <a href="https://github.com/secure-systems-lab/dsse/blob/v1.0.2/envelope.md">DSSE
 *     envelope</a>
 */
public record Envelope(String payloadType, ByteString payload, List<Signature> signatures)
    implements Content {

  /** The payloadType of in-toto statements. */
  public static final String IN_TOTO = "application/vnd.in-toto+json";

  /**
   * One signature.
   *
   * @param keyid a hint that nothing vouches for; null when there is none
   */
  public record Signature(ByteString sig, @Nullable String keyid) {

    public static Signature of(ByteString sig) {
      return new Signature(sig, null);
    }
  }

  /**
   * @throws IllegalArgumentException when there is no signature
   */
  public Envelope {
    signatures = List.copyOf(signatures);
    if (signatures.isEmpty()) {
      throw new IllegalArgumentException("Envelope needs a signature");
    }
  }

  /**
   * Reads the JSON form. Unknown members are passed over, as DSSE demands; base64 may be of the
   * standard or the URL-safe alphabet, with or without padding.
   */
  public static Envelope parse(ByteString json) throws MalformedContentException {
    return EnvelopeJson.parse(json);
  }

  /** The JSON form, compact, members in cosign 3's order. */
  public ByteString toJson() {
    return EnvelopeJson.write(this);
  }

  /** What the signatures are over. */
  public ByteString preAuthenticationEncoding() {
    return preAuthenticationEncoding(payloadType, payload);
  }

  /**
   * The bytes that a signer of this payload signs.
   *
   * @see <a href="https://github.com/secure-systems-lab/dsse/blob/v1.0.2/protocol.md">DSSE
   *     protocol, PAE</a>
   */
  public static ByteString preAuthenticationEncoding(String payloadType, ByteString payload) {
    byte[] type = payloadType.getBytes(StandardCharsets.UTF_8);
    return new Buffer()
        .writeUtf8("DSSEv1 " + type.length + " ")
        .write(type)
        .writeUtf8(" " + payload.size() + " ")
        .write(payload)
        .readByteString();
  }
}
