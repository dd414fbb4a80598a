package dev.referrers.attestation;

import dev.referrers.error.MalformedContentException;
import dev.referrers.json.JsonObjectReader;
import dev.referrers.json.JsonObjectWriter;
import dev.referrers.json.StrictJson;
import java.io.IOException;
import java.util.List;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** The JSON form of a DSSE envelope. */
final class EnvelopeJson {

  private EnvelopeJson() {}

  static Envelope parse(ByteString json) throws MalformedContentException {
    return StrictJson.read("Envelope", json, EnvelopeJson::read);
  }

  static Envelope read(JsonObjectReader object) throws IOException {
    @Nullable String payloadType = null;
    @Nullable ByteString payload = null;
    List<Envelope.Signature> signatures = List.of();
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      switch (name) {
        case "payloadType" -> payloadType = object.string();
        case "payload" -> payload = object.string(Base64Text::decode);
        case "signatures" -> signatures = object.objects(EnvelopeJson::readSignature);
        default -> object.skip();
      }
    }
    if (signatures.isEmpty()) {
      throw object.malformed("signatures", "expected a signature but there is none");
    }
    return new Envelope(
        object.required("payloadType", payloadType),
        object.required("payload", payload),
        signatures);
  }

  private static Envelope.Signature readSignature(JsonObjectReader object) throws IOException {
    @Nullable ByteString sig = null;
    @Nullable String keyid = null;
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      switch (name) {
        case "sig" -> sig = object.string(Base64Text::decode);
        case "keyid" -> keyid = object.optionalString();
        default -> object.skip();
      }
    }
    return new Envelope.Signature(
        object.required("sig", sig), keyid == null || keyid.isEmpty() ? null : keyid);
  }

  static ByteString write(Envelope envelope) {
    return JsonObjectWriter.write(envelope, EnvelopeJson::write);
  }

  private static void write(Envelope envelope, JsonObjectWriter object) throws IOException {
    object.string("payload", envelope.payload().base64());
    object.string("payloadType", envelope.payloadType());
    object.objects("signatures", envelope.signatures(), EnvelopeJson::writeSignature);
  }

  private static void writeSignature(Envelope.Signature signature, JsonObjectWriter object)
      throws IOException {
    object.string("sig", signature.sig().base64());
    object.string("keyid", signature.keyid());
  }
}
