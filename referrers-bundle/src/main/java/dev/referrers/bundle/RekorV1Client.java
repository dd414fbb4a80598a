package dev.referrers.bundle;

import dev.referrers.attestation.Envelope;
import dev.referrers.attestation.LogEntry;
import dev.referrers.bundle.ServiceClient.Service;
import dev.referrers.bundle.internal.trust.Pem;
import dev.referrers.bundle.internal.verify.RejectedException;
import dev.referrers.bundle.internal.verify.SignedContent;
import dev.referrers.bundle.internal.verify.SigningKey;
import dev.referrers.bundle.internal.verify.UnsignedChecks;
import dev.referrers.error.MalformedContentException;
import dev.referrers.json.JsonMembers;
import dev.referrers.json.JsonObjectWriter;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
import okio.ByteString;

/**
 * Enters signatures into a Rekor v1 log: those of envelopes as {@code dsse} 0.0.1, all others as
 * {@code hashedrekord} 0.0.1.
 *
 * @see <a href="https://github.com/sigstore/rekor/blob/v1.5.3/openapi.yaml">Rekor's API,
 *     createLogEntry</a>
 */
final class RekorV1Client {

  private static final String JSON = "application/json";
  private static final Pattern ENTRY_ID = Pattern.compile("[0-9a-fA-F]{64}|[0-9a-fA-F]{80}");

  private final ServiceClient http;

  RekorV1Client(ServiceClient http) {
    this.http = http;
  }

  /**
   * The entry, new or there already, checked to be of this signature; whether the log vouches for
   * it is not.
   */
  LogEntry enter(URI url, SignedContent signed) throws IOException {
    var envelope = PreAuthenticationEncoding.envelope(signed.requiredMessage(), signed.signature());
    return envelope == null
        ? enter(url, "hashedrekord", signed, signed, RekorV1Client::hashedRekord)
        : enter(
            url,
            "dsse",
            signed.withPayload(envelope.payload()),
            new Proposal(envelope, signed.key()),
            RekorV1Client::dsse);
  }

  private <T> LogEntry enter(
      URI url, String kind, SignedContent signed, T proposed, JsonMembers<T> spec)
      throws IOException {
    var service = new Service("Transparency log", url).at("api/v1/log/entries");
    ByteString request =
        JsonObjectWriter.write(
            proposed,
            (it, json) -> {
              json.string("apiVersion", RekorV1EntryReader.VERSION);
              json.string("kind", kind);
              json.object("spec", it, spec);
            });
    ByteString answer = http.postOrGet(service, JSON, request, JSON, ENTRY_ID);
    try {
      LogEntry entry = RekorV1EntryReader.read(answer, kind);
      UnsignedChecks.check(entry, signed);
      return entry;
    } catch (MalformedContentException | RejectedException e) {
      throw service.failure(String.valueOf(e.getMessage()), e);
    }
  }

  private static void hashedRekord(SignedContent signed, JsonObjectWriter json) throws IOException {
    var details = KeyDetails.of(signed.key().key());
    json.object(
        "data",
        details.digest(signed.requiredMessage()).hex(),
        (hex, data) ->
            data.object(
                "hash",
                hex,
                (value, hash) -> {
                  hash.string("algorithm", details.hashName());
                  hash.string("value", value);
                }));
    json.object(
        "signature",
        signed,
        (it, signature) -> {
          signature.string("content", it.signature().base64());
          signature.object(
              "publicKey", pem(it.key()), (pem, key) -> key.string("content", pem.base64()));
        });
  }

  private record Proposal(Envelope envelope, SigningKey key) {}

  private static void dsse(Proposal proposal, JsonObjectWriter json) throws IOException {
    json.object(
        "proposedContent",
        proposal,
        (it, content) -> {
          content.string("envelope", it.envelope.toJson().utf8());
          content.strings("verifiers", List.of(pem(it.key).base64()));
        });
  }

  private static ByteString pem(SigningKey key) {
    String label = key.certificate() == null ? "PUBLIC KEY" : "CERTIFICATE";
    return ByteString.encodeUtf8(Pem.write(label, key.logged()));
  }
}
