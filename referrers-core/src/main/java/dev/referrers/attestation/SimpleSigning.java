package dev.referrers.attestation;

import dev.referrers.error.MalformedContentException;
import dev.referrers.oci.Digest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import okio.ByteString;

/**
 * A legacy signature of an image: over a small document that names the image by its digest. The
 * payload is the very bytes that were signed; nothing is put around them.
 *
 * @param payload JSON, in whatever form its signer wrote it
 * @see <a href="https://github.com/sigstore/cosign/blob/v3.1.2/specs/SIGNATURE_SPEC.md">cosign,
 *     Signature Specification</a>
 */
public record SimpleSigning(ByteString payload, ByteString signature) implements Content {

  /** The {@code type} of payloads, whichever tool wrote them. */
  public static final String TYPE = "cosign container image signature";

  /**
   * What a payload says.
   *
   * @param type {@link #TYPE}, unless it is a document for something else
   * @param dockerReference the image's name as its signer knew it, with or without registry, tag
   *     and digest; decides nothing
   * @param dockerManifestDigest text of the digest that is signed
   * @param optional claims beside it, those that are strings; others are passed over
   */
  public record Payload(
      String type,
      String dockerReference,
      String dockerManifestDigest,
      Map<String, String> optional) {

    public Payload {
      optional = Collections.unmodifiableMap(new LinkedHashMap<>(optional));
    }

    /** What cosign signs for an image. */
    public static Payload of(
        String dockerReference, Digest dockerManifestDigest, Map<String, String> optional) {
      return new Payload(TYPE, dockerReference, dockerManifestDigest.toString(), optional);
    }

    /** The JSON form, byte for byte as cosign writes it. */
    public ByteString toJson() {
      return SimpleSigningJson.write(this);
    }
  }

  /**
   * Reads the payload. Unknown members are passed over; the names of those that count may be in
   * either case, as Go reads them.
   *
   * @throws MalformedContentException when it is no JSON, has no type or digest, or has one twice
   */
  public Payload readPayload() throws MalformedContentException {
    return SimpleSigningJson.parse(payload);
  }
}
