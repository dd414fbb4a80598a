package dev.referrers.bundle;

import dev.referrers.attestation.Envelope;
import dev.referrers.attestation.MessageSignature;
import dev.referrers.bundle.internal.json.ProtoObject;
import dev.referrers.oci.Digest;
import java.io.IOException;
import java.util.List;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** Reads the signed content of a bundle. */
final class ContentReader {

  private static final int MAX_SIGNATURES = 32;

  private ContentReader() {}

  /** Reads an envelope, which in a bundle has one signature. */
  static Envelope readEnvelope(ProtoObject object) throws IOException {
    ByteString payload = ByteString.EMPTY;
    String payloadType = "";
    List<Envelope.Signature> signatures = List.of();
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      switch (name) {
        case "payload" -> payload = object.bytes();
        case "payloadType" -> payloadType = object.string();
        case "signatures" ->
            signatures = object.messages(MAX_SIGNATURES, ContentReader::readSignature);
        default -> object.skip();
      }
    }
    if (signatures.size() != 1) {
      throw object.malformed(
          "signatures", "expected exactly one signature but there are " + signatures.size());
    }
    return new Envelope(
        object.required("payloadType", payloadType),
        object.required("payload", payload),
        signatures);
  }

  private static Envelope.Signature readSignature(ProtoObject object) throws IOException {
    ByteString sig = ByteString.EMPTY;
    String keyid = "";
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      switch (name) {
        case "sig" -> sig = object.bytes();
        case "keyid" -> keyid = object.string();
        default -> object.skip();
      }
    }
    return new Envelope.Signature(object.required("sig", sig), keyid.isEmpty() ? null : keyid);
  }

  static MessageSignature readMessageSignature(ProtoObject object) throws IOException {
    @Nullable Digest digest = null;
    ByteString signature = ByteString.EMPTY;
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      switch (name) {
        case "messageDigest" -> digest = object.message(ContentReader::readDigest);
        case "signature" -> signature = object.bytes();
        default -> object.skip();
      }
    }
    return new MessageSignature(object.required("signature", signature), digest);
  }

  private static Digest readDigest(ProtoObject object) throws IOException {
    @Nullable HashAlgorithm algorithm = null;
    ByteString digest = ByteString.EMPTY;
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      switch (name) {
        case "algorithm" -> algorithm = object.enumeration(HashAlgorithm::parse);
        case "digest" -> digest = object.bytes();
        default -> object.skip();
      }
    }
    try {
      return object.required("algorithm", algorithm).digest(object.required("digest", digest));
    } catch (IllegalArgumentException e) {
      throw object.malformed("digest", String.valueOf(e.getMessage()));
    }
  }
}
