package dev.referrers.bundle.internal.trust;

import dev.referrers.bundle.internal.json.ProtoObject;
import dev.referrers.error.MalformedContentException;
import dev.referrers.error.UnusableKeyException;
import dev.referrers.key.PublicKeys;
import java.io.IOException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The JSON form of a trusted root.
 *
 * @see <a
 *     href="https://github.com/sigstore/protobuf-specs/blob/v0.5.0/protos/sigstore_trustroot.proto">sigstore_trustroot.proto,
 *     TrustedRoot</a>
 */
public final class TrustedRootJson {

  private static final Set<String> MEDIA_TYPES =
      Set.of(
          "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
          "application/vnd.dev.sigstore.trustedroot.v0.1+json",
          "application/vnd.dev.sigstore.trustedroot.v0.2+json");
  private static final int MAX_INSTANCES = 1000;
  private static final int MAX_CERTIFICATES = 16;

  private TrustedRootJson() {}

  public static TrustedMaterial parse(ByteString json) throws MalformedContentException {
    return ProtoObject.read("Trusted root", json, TrustedRootJson::root);
  }

  private static TrustedMaterial root(ProtoObject object) throws IOException {
    String mediaType = "";
    List<LogKey> logs = List.of();
    List<Authority> authorities = List.of();
    List<LogKey> certificateLogs = List.of();
    List<Authority> timestampAuthorities = List.of();
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      switch (name) {
        case "mediaType" -> mediaType = object.string();
        case "tlogs" -> logs = logs(object);
        case "certificateAuthorities" -> authorities = authorities(object);
        case "ctlogs" -> certificateLogs = logs(object);
        case "timestampAuthorities" -> timestampAuthorities = authorities(object);
        default -> object.skip();
      }
    }
    if (!MEDIA_TYPES.contains(object.required("mediaType", mediaType))) {
      throw object.malformed(
          "mediaType", "expected a trusted root of version 0.1 or 0.2 but was " + mediaType);
    }
    return new TrustedMaterial(logs, authorities, certificateLogs, timestampAuthorities);
  }

  private static List<LogKey> logs(ProtoObject object) throws IOException {
    var logs = object.messages(MAX_INSTANCES, TrustedRootJson::log);
    return logs.stream().flatMap(Optional::stream).toList();
  }

  private static List<Authority> authorities(ProtoObject object) throws IOException {
    return object.messages(MAX_INSTANCES, TrustedRootJson::authority);
  }

  /**
   * Empty for a log whose key is of a kind that Java doesn't know: nothing of it can be verified.
   */
  private static Optional<LogKey> log(ProtoObject object) throws IOException {
    String baseUrl = "";
    @Nullable Key key = null;
    @Nullable ByteString id = null;
    @Nullable ByteString checkpointKeyId = null;
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      switch (name) {
        case "baseUrl" -> baseUrl = object.string();
        case "publicKey" -> key = object.message(TrustedRootJson::key);
        case "logId" -> id = object.message(ProtoObject.bytesOf("keyId"));
        case "checkpointKeyId" -> checkpointKeyId = object.message(ProtoObject.bytesOf("keyId"));
        default -> object.skip();
      }
    }
    var given = object.required("publicKey", key);
    ByteString logId = id == null ? given.spki.sha256() : id;
    ByteString noteId = checkpointKeyId == null ? logId : checkpointKeyId;
    return given.key == null
        ? Optional.empty()
        : Optional.of(new LogKey(baseUrl, given.key, logId, noteId, given.validity));
  }

  /**
   * A key, before it is a log's.
   *
   * @param key null when it can't be used
   */
  private record Key(ByteString spki, @Nullable PublicKey key, Validity validity) {}

  private static Key key(ProtoObject object) throws IOException {
    ByteString rawBytes = ByteString.EMPTY;
    @Nullable String details = null;
    @Nullable Validity validity = null;
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      switch (name) {
        case "rawBytes" -> rawBytes = object.bytes();
        case "keyDetails" -> details = object.enumeration(text -> text);
        case "validFor" -> validity = object.message(TrustedRootJson::validity);
        default -> object.skip();
      }
    }
    ByteString raw = object.required("rawBytes", rawBytes);
    try {
      var spki = details != null && isPkcs1(details) ? Der.wrapRsa(raw) : raw;
      return new Key(spki, publicKey(spki), validity == null ? Validity.NEVER : validity);
    } catch (IllegalArgumentException e) {
      throw object.malformed("rawBytes", String.valueOf(e.getMessage()));
    }
  }

  /** By the name or the number in sigstore_common.proto, PublicKeyDetails. */
  private static boolean isPkcs1(String details) {
    return details.startsWith("PKCS1_") || details.equals("1") || details.equals("2");
  }

  private static @Nullable PublicKey publicKey(ByteString spki) {
    try {
      return PublicKeys.parse(spki);
    } catch (UnusableKeyException e) {
      return null;
    }
  }

  private static Authority authority(ProtoObject object) throws IOException {
    String uri = "";
    @Nullable List<X509Certificate> chain = null;
    @Nullable Validity validity = null;
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      switch (name) {
        case "uri" -> uri = object.string();
        case "certChain" -> chain = object.message(TrustedRootJson::chain);
        case "validFor" -> validity = object.message(TrustedRootJson::validity);
        default -> object.skip();
      }
    }
    return new Authority(
        uri, object.required("certChain", chain), validity == null ? Validity.NEVER : validity);
  }

  private static List<X509Certificate> chain(ProtoObject object) throws IOException {
    List<X509Certificate> certificates = List.of();
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      switch (name) {
        case "certificates" ->
            certificates = object.messages(MAX_CERTIFICATES, TrustedRootJson::certificate);
        default -> object.skip();
      }
    }
    if (certificates.isEmpty()) {
      throw object.malformed("certificates", "expected a certificate but there is none");
    }
    return certificates;
  }

  private static X509Certificate certificate(ProtoObject object) throws IOException {
    ByteString der = ProtoObject.bytesOf("rawBytes").read(object);
    try {
      return Der.certificate(der);
    } catch (IllegalArgumentException e) {
      throw object.malformed("rawBytes", String.valueOf(e.getMessage()));
    }
  }

  /** A {@code TimeRange}. */
  public static Validity validity(ProtoObject object) throws IOException {
    @Nullable Instant start = null;
    @Nullable Instant end = null;
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      switch (name) {
        case "start" -> start = instant(object, name);
        case "end" -> end = instant(object, name);
        default -> object.skip();
      }
    }
    return new Validity(start, end);
  }

  private static @Nullable Instant instant(ProtoObject object, String member) throws IOException {
    String text = object.string();
    try {
      return text.isEmpty() ? null : Instant.parse(text);
    } catch (DateTimeException e) {
      throw object.malformed(member, "expected an RFC 3339 time but was " + text);
    }
  }
}
