package dev.referrers.cosign;

import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.Attestation.Original;
import dev.referrers.attestation.Base64Text;
import dev.referrers.attestation.Content;
import dev.referrers.attestation.Envelope;
import dev.referrers.attestation.SimpleSigning;
import dev.referrers.error.MalformedContentException;
import dev.referrers.oci.Descriptor;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a layer and its annotations hold.
 *
 * @see <a href="https://github.com/sigstore/cosign/tree/v3.1.2/specs">cosign's SIGNATURE_SPEC.md
 *     and ATTESTATION_SPEC.md</a>
 */
final class SignedLayer {

  static final String SIMPLE_SIGNING = "application/vnd.dev.cosign.simplesigning.v1+json";
  static final String ENVELOPE = "application/vnd.dsse.envelope.v1+json";

  private SignedLayer() {}

  /** Names the layer in messages. */
  static String name(Descriptor layer) {
    return "Layer " + layer.digest();
  }

  static boolean isKnown(Descriptor layer) {
    return layer.mediaType().equals(SIMPLE_SIGNING) || layer.mediaType().equals(ENVELOPE);
  }

  /** Fails when nothing of the blob could be used. */
  static void requireKnown(Descriptor layer) throws MalformedContentException {
    if (!isKnown(layer)) {
      throw malformed(
          layer, "expected a simple signing payload or an envelope but was " + layer.mediaType());
    }
  }

  static Attestation read(Descriptor layer, ByteString blob) throws MalformedContentException {
    requireKnown(layer);
    boolean envelope = layer.mediaType().equals(ENVELOPE);
    Content content =
        envelope ? Envelope.parse(blob) : new SimpleSigning(blob, readSignature(layer));
    var annotations = new LayerAnnotations(name(layer), layer.annotations());
    var attestation =
        Attestation.of(content, annotations.readMaterial(envelope ? blob : null))
            .withAnnotations(annotations.others());
    return attestation.withOriginal(new Original(layer.mediaType(), blob));
  }

  private static ByteString readSignature(Descriptor layer) throws MalformedContentException {
    @Nullable String signature = layer.annotations().get(LayerAnnotations.SIGNATURE);
    if (signature == null || signature.isEmpty()) {
      throw malformed(
          layer, "expected the annotation " + LayerAnnotations.SIGNATURE + " but there is none");
    }
    try {
      return Base64Text.decode(signature);
    } catch (IllegalArgumentException e) {
      throw malformed(
          layer, "annotation %s: %s".formatted(LayerAnnotations.SIGNATURE, e.getMessage()));
    }
  }

  private static MalformedContentException malformed(Descriptor layer, String problem) {
    return new MalformedContentException(name(layer), problem, null, null);
  }
}
