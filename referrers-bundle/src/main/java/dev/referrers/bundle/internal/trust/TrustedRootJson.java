package dev.referrers.bundle.internal.trust;

import dev.referrers.attestation.Base64Text;
import dev.referrers.error.MalformedContentException;
import dev.referrers.internal.json.JsonObjectReader;
import dev.referrers.internal.json.StrictJson;
import java.io.IOException;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** The JSON form of a trusted root: protobuf's mapping, so names come in camel and snake case. */
public final class TrustedRootJson {

  private static final Set<String> MEDIA_TYPES =
      Set.of(
          "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
          "application/vnd.dev.sigstore.trustedroot.v0.1+json",
          "application/vnd.dev.sigstore.trustedroot.v0.2+json");

  private TrustedRootJson() {}

  public static TrustedMaterial parse(ByteString json) throws MalformedContentException {
    return StrictJson.read("Trusted root", json, TrustedRootJson::root);
  }

  private static TrustedMaterial root(JsonObjectReader object) throws IOException {
    @Nullable String mediaType = null;
    List<Optional<LogKey>> logs = List.of();
    List<Authority> authorities = List.of();
    List<Optional<LogKey>> certificateLogs = List.of();
    List<Authority> timestampAuthorities = List.of();
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      switch (name) {
        case "mediaType", "media_type" -> mediaType = object.optionalString();
        case "tlogs" -> logs = object.objects(TrustedRootJson::log);
        case "certificateAuthorities", "certificate_authorities" ->
            authorities = object.objects(TrustedRootJson::authority);
        case "ctlogs" -> certificateLogs = object.objects(TrustedRootJson::log);
        case "timestampAuthorities", "timestamp_authorities" ->
            timestampAuthorities = object.objects(TrustedRootJson::authority);
        default -> object.skip();
      }
    }
    if (mediaType == null || !MEDIA_TYPES.contains(mediaType)) {
      throw object.malformed(
          "mediaType", "expected a trusted root of version 0.1 or 0.2 but was " + mediaType);
    }
    return new TrustedMaterial(
        usable(logs), authorities, usable(certificateLogs), timestampAuthorities);
  }

  private static List<LogKey> usable(List<Optional<LogKey>> logs) {
    return logs.stream().flatMap(Optional::stream).toList();
  }

  /**
   * Null for a log whose key is of a kind that Java doesn't know: nothing of it can be verified.
   */
  private static Optional<LogKey> log(JsonObjectReader object) throws IOException {
    String baseUrl = "";
    @Nullable Key key = null;
    ByteString id = ByteString.EMPTY;
    ByteString checkpointKeyId = ByteString.EMPTY;
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      switch (name) {
        case "baseUrl", "base_url" -> baseUrl = text(object);
        case "publicKey", "public_key" -> key = object.object(TrustedRootJson::key);
        case "logId", "log_id" -> id = keyId(object);
        case "checkpointKeyId", "checkpoint_key_id" -> checkpointKeyId = keyId(object);
        default -> object.skip();
      }
    }
    var given = object.required("publicKey", key);
    ByteString logId = id.size() == 0 ? given.spki.sha256() : id;
    ByteString noteId = checkpointKeyId.size() == 0 ? logId : checkpointKeyId;
    return given.key == null
        ? Optional.empty()
        : Optional.of(new LogKey(baseUrl, given.key, logId, noteId, given.validity));
  }

  private record Key(ByteString spki, @Nullable PublicKey key, Validity validity) {}

  private static Key key(JsonObjectReader object) throws IOException {
    @Nullable ByteString rawBytes = null;
    String details = "";
    Validity validity = Validity.NEVER;
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      switch (name) {
        case "rawBytes", "raw_bytes" -> rawBytes = object.optionalString(Base64Text::decode);
        case "keyDetails", "key_details" -> details = text(object);
        case "validFor", "valid_for" -> validity = validity(object);
        default -> object.skip();
      }
    }
    try {
      var raw = object.required("rawBytes", rawBytes);
      var spki = details.startsWith("PKCS1_") ? Der.wrapRsa(raw) : raw;
      return new Key(spki, publicKey(spki), validity);
    } catch (IllegalArgumentException e) {
      throw object.malformed(e);
    }
  }

  private static @Nullable PublicKey publicKey(ByteString spki) {
    try {
      return Der.publicKey(spki);
    } catch (NoSuchAlgorithmException e) {
      return null;
    }
  }

  /** Empty when there is none. */
  private static ByteString keyId(JsonObjectReader object) throws IOException {
    ByteString keyId =
        object.optionalObject(
            logId -> {
              ByteString id = ByteString.EMPTY;
              for (String name = logId.nextName(); name != null; name = logId.nextName()) {
                switch (name) {
                  case "keyId", "key_id" -> id = logId.string(Base64Text::decode);
                  default -> logId.skip();
                }
              }
              return id;
            });
    return keyId == null ? ByteString.EMPTY : keyId;
  }

  private static Authority authority(JsonObjectReader object) throws IOException {
    String uri = "";
    List<X509Certificate> chain = List.of();
    Validity validity = Validity.NEVER;
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      switch (name) {
        case "uri" -> uri = text(object);
        case "certChain", "cert_chain" -> chain = object.object(TrustedRootJson::chain);
        case "validFor", "valid_for" -> validity = validity(object);
        default -> object.skip();
      }
    }
    if (chain.isEmpty()) {
      throw object.malformed("certChain", "expected a certificate but there is none");
    }
    return new Authority(uri, chain, validity);
  }

  private static List<X509Certificate> chain(JsonObjectReader object) throws IOException {
    List<X509Certificate> certificates = List.of();
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      switch (name) {
        case "certificates" -> certificates = object.objects(TrustedRootJson::certificate);
        default -> object.skip();
      }
    }
    return certificates;
  }

  private static X509Certificate certificate(JsonObjectReader object) throws IOException {
    @Nullable X509Certificate certificate = null;
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      switch (name) {
        case "rawBytes", "raw_bytes" ->
            certificate = object.string(text -> Der.certificate(Base64Text.decode(text)));
        default -> object.skip();
      }
    }
    return object.required("rawBytes", certificate);
  }

  private static Validity validity(JsonObjectReader object) throws IOException {
    Validity validity =
        object.optionalObject(
            range -> {
              @Nullable Instant start = null;
              @Nullable Instant end = null;
              for (String name = range.nextName(); name != null; name = range.nextName()) {
                switch (name) {
                  case "start" -> start = range.optionalString(TrustedRootJson::instant);
                  case "end" -> end = range.optionalString(TrustedRootJson::instant);
                  default -> range.skip();
                }
              }
              return new Validity(start, end);
            });
    return validity == null ? Validity.NEVER : validity;
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("expected an RFC 3339 time but was \"" + text + '"', e);
    }
  }

  private static String text(JsonObjectReader object) throws IOException {
    String text = object.optionalString();
    return text == null ? "" : text;
  }
}
