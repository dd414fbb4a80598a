package dev.referrers.bundle;

import dev.referrers.attestation.LogEntry;
import dev.referrers.bundle.ServiceClient.Service;
import dev.referrers.bundle.internal.json.ProtoObject;
import dev.referrers.bundle.internal.verify.RejectedException;
import dev.referrers.bundle.internal.verify.SignedContent;
import dev.referrers.bundle.internal.verify.UnsignedChecks;
import dev.referrers.error.MalformedContentException;
import dev.referrers.json.JsonObjectWriter;
import java.io.IOException;
import java.net.URI;
import java.security.cert.X509Certificate;
import okio.ByteString;

/**
 * Enters signatures into a Rekor v2 log, as {@code hashedrekord} 0.0.2.
 *
 * @see <a
 *     href="https://github.com/sigstore/rekor-tiles/blob/v2.3.0/api/proto/rekor/v2/rekor_service.proto">rekor_service.proto,
 *     CreateEntry</a>
 */
final class RekorV2Client {

  private static final String JSON = "application/json";

  private final ServiceClient http;

  RekorV2Client(ServiceClient http) {
    this.http = http;
  }

  /** The new entry, checked to be of this signature; whether the log vouches for it is not. */
  LogEntry enter(URI url, SignedContent signed) throws IOException {
    var service = new Service("Transparency log", url).at("api/v2/log/entries");
    ByteString answer = http.post(service, JSON, request(signed), JSON);
    try {
      LogEntry entry = ProtoObject.read("Log entry", answer, LogEntryReader::read);
      UnsignedChecks.check(entry, signed);
      return entry;
    } catch (MalformedContentException | RejectedException e) {
      throw service.failure(String.valueOf(e.getMessage()), e);
    }
  }

  private static ByteString request(SignedContent signed) {
    return JsonObjectWriter.write(
        signed, (it, json) -> json.object("hashedRekordRequestV002", it, RekorV2Client::entry));
  }

  private static void entry(SignedContent signed, JsonObjectWriter json) throws IOException {
    var details = KeyDetails.of(signed.key().key());
    json.string("digest", details.digest(signed.requiredMessage()).base64());
    json.object("signature", signed, RekorV2Client::signature);
  }

  private static void signature(SignedContent signed, JsonObjectWriter json) throws IOException {
    json.string("content", signed.signature().base64());
    json.object("verifier", signed, RekorV2Client::verifier);
  }

  private static void verifier(SignedContent signed, JsonObjectWriter json) throws IOException {
    X509Certificate certificate = signed.key().certificate();
    String kind = certificate == null ? "publicKey" : "x509Certificate";
    json.object(kind, signed.key().logged(), (der, at) -> at.string("rawBytes", der.base64()));
    json.string("keyDetails", KeyDetails.of(signed.key().key()).name());
  }
}
