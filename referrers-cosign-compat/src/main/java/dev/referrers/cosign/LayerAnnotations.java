package dev.referrers.cosign;

import dev.referrers.attestation.Base64Text;
import dev.referrers.attestation.LogEntry;
import dev.referrers.attestation.VerificationMaterial;
import dev.referrers.attestation.VerificationMaterial.CertificateChain;
import dev.referrers.attestation.VerificationMaterial.KeyMaterial;
import dev.referrers.attestation.VerificationMaterial.SignedTimestamp;
import dev.referrers.error.MalformedContentException;
import dev.referrers.json.JsonObjectReader;
import dev.referrers.json.StrictJson;
import dev.referrers.oci.Annotations;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * What cosign writes beside a layer. An empty value means as much as none.
 *
 * @param layer its name in messages
 */
record LayerAnnotations(String layer, Annotations all) {

  static final String SIGNATURE = "dev.cosignproject.cosign/signature";
  static final String PREDICATE_TYPE = "predicateType";
  static final String CERTIFICATE = "dev.sigstore.cosign/certificate";
  static final String CHAIN = "dev.sigstore.cosign/chain";
  static final String LOG_ENTRY = "dev.sigstore.cosign/bundle";
  static final String TIMESTAMP = "dev.sigstore.cosign/rfc3161timestamp";
  static final Set<String> KNOWN =
      Set.of(SIGNATURE, PREDICATE_TYPE, CERTIFICATE, CHAIN, LOG_ENTRY, TIMESTAMP);

  /** Those that are not cosign's. */
  Annotations others() {
    var others = new TreeMap<>(all.values());
    others.keySet().removeAll(KNOWN);
    return new Annotations(others);
  }

  /**
   * Reads what goes with the signature.
   *
   * @param envelope the blob, when it is an envelope: timestamps may be over that
   */
  VerificationMaterial readMaterial(@Nullable ByteString envelope)
      throws MalformedContentException {
    String entry = value(LOG_ENTRY);
    String timestamp = value(TIMESTAMP);
    return new VerificationMaterial(
        readKey(),
        entry == null ? List.of() : List.of(readLogEntry(entry)),
        timestamp == null
            ? List.of()
            : List.of(new SignedTimestamp(readTimestamp(timestamp), envelope)));
  }

  private @Nullable KeyMaterial readKey() throws MalformedContentException {
    String certificate = value(CERTIFICATE);
    String chain = value(CHAIN);
    if (certificate == null) {
      if (chain != null) {
        throw malformed(CHAIN, "expected a certificate with it but there is none");
      }
      return null;
    }
    List<ByteString> certificates = new ArrayList<>(readCertificates(CERTIFICATE, certificate));
    if (chain != null) {
      certificates.addAll(readCertificates(CHAIN, chain));
    }
    return new CertificateChain(certificates);
  }

  private List<ByteString> readCertificates(String key, String pem)
      throws MalformedContentException {
    try {
      return CertificatesPem.parse(pem);
    } catch (IllegalArgumentException e) {
      throw malformed(key, String.valueOf(e.getMessage()));
    }
  }

  private LogEntry readLogEntry(String json) throws MalformedContentException {
    return RekorBundle.parse(what(LOG_ENTRY), ByteString.encodeUtf8(json));
  }

  private ByteString readTimestamp(String json) throws MalformedContentException {
    return StrictJson.read(
        what(TIMESTAMP), ByteString.encodeUtf8(json), LayerAnnotations::readTimestamp);
  }

  private static ByteString readTimestamp(JsonObjectReader object) throws IOException {
    @Nullable ByteString response = null;
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      if (name.equals("SignedRFC3161Timestamp")) {
        response = object.string(Base64Text::decode);
      } else {
        object.skip();
      }
    }
    return object.required("SignedRFC3161Timestamp", response);
  }

  private @Nullable String value(String key) {
    String value = all.get(key);
    return value == null || value.isEmpty() ? null : value;
  }

  private String what(String key) {
    return layer + ", annotation " + key;
  }

  private MalformedContentException malformed(String key, String problem) {
    return new MalformedContentException(what(key), problem, null, null);
  }
}
