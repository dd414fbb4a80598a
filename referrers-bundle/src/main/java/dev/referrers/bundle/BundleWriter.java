package dev.referrers.bundle;

import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.Content;
import dev.referrers.attestation.Envelope;
import dev.referrers.attestation.MessageSignature;
import dev.referrers.error.LimitExceededException;
import dev.referrers.error.MalformedContentException;
import dev.referrers.json.JsonObjectWriter;
import dev.referrers.oci.Digest;
import java.io.IOException;
import okio.ByteString;

/**
 * Writes bundles of version 0.3, members in the order of protobuf's JSON form, as cosign 3 does.
 */
final class BundleWriter {

  private BundleWriter() {}

  /** Writes the bundle, and reads it again, so that nothing gets lost and no rule broken. */
  static ByteString write(Attestation attestation) {
    ByteString json = JsonObjectWriter.write(attestation, BundleWriter::write);
    try {
      var written = SigstoreBundle.parse(json);
      if (written.content().equals(attestation.content())
          && written.material().equals(attestation.material())) {
        return json;
      }
    } catch (MalformedContentException | LimitExceededException e) {
      throw new IllegalArgumentException(
          "Sigstore bundle of version 0.3 can't hold the attestation: " + e.getMessage(), e);
    }
    throw new IllegalArgumentException(
        "Sigstore bundle of version 0.3 can't hold all of the attestation");
  }

  private static void write(Attestation attestation, JsonObjectWriter object) throws IOException {
    object.string("mediaType", SigstoreBundle.MEDIA_TYPE);
    object.object("verificationMaterial", attestation.material(), MaterialWriter::write);
    write(attestation.content(), object);
  }

  private static void write(Content content, JsonObjectWriter object) throws IOException {
    if (content instanceof Envelope envelope) {
      object.object("dsseEnvelope", envelope, BundleWriter::writeEnvelope);
    } else if (content instanceof MessageSignature signature) {
      object.object("messageSignature", signature, BundleWriter::writeMessageSignature);
    } else {
      throw new IllegalArgumentException(
          "Sigstore bundle needs an envelope or a message signature but the content is of kind "
              + content.getClass().getSimpleName());
    }
  }

  private static void writeEnvelope(Envelope envelope, JsonObjectWriter object) throws IOException {
    object.string("payload", envelope.payload().base64());
    object.string("payloadType", envelope.payloadType());
    object.objects("signatures", envelope.signatures(), BundleWriter::writeSignature);
  }

  private static void writeSignature(Envelope.Signature signature, JsonObjectWriter object)
      throws IOException {
    object.string("sig", signature.sig().base64());
    object.string("keyid", signature.keyid());
  }

  private static void writeMessageSignature(MessageSignature signature, JsonObjectWriter object)
      throws IOException {
    var digest = signature.messageDigest();
    if (digest == null) {
      throw new IllegalArgumentException(
          "Sigstore bundle needs a message digest, for verifiers refuse one without");
    }
    object.object("messageDigest", digest, BundleWriter::writeDigest);
    object.string("signature", signature.signature().base64());
  }

  private static void writeDigest(Digest digest, JsonObjectWriter object) throws IOException {
    object.string("algorithm", HashAlgorithm.of(digest).name());
    object.string("digest", ByteString.decodeHex(digest.encoded()).base64());
  }
}
