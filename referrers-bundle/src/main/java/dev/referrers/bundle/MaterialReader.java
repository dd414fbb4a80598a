package dev.referrers.bundle;

import static dev.referrers.bundle.internal.json.ProtoObject.bytesOf;
import static dev.referrers.bundle.internal.json.ProtoObject.stringOf;

import dev.referrers.attestation.LogEntry;
import dev.referrers.attestation.VerificationMaterial;
import dev.referrers.attestation.VerificationMaterial.CertificateChain;
import dev.referrers.attestation.VerificationMaterial.KeyHint;
import dev.referrers.attestation.VerificationMaterial.KeyMaterial;
import dev.referrers.attestation.VerificationMaterial.SignedTimestamp;
import dev.referrers.bundle.internal.json.ProtoObject;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.util.List;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Reads what comes with the signature.
 *
 * @see <a
 *     href="https://github.com/sigstore/protobuf-specs/blob/v0.5.0/protos/sigstore_bundle.proto">sigstore_bundle.proto,
 *     VerificationMaterial</a>
 */
final class MaterialReader {

  private static final int MAX_CERTIFICATES = 16;
  // sigstore-go 1.2.1 takes no more of either.
  private static final int MAX_LOG_ENTRIES = 32;
  private static final int MAX_TIMESTAMPS = 32;

  private MaterialReader() {}

  static VerificationMaterial read(ProtoObject object) throws IOException {
    @Nullable KeyMaterial key = null;
    @Nullable List<LogEntry> logEntries = null;
    @Nullable List<SignedTimestamp> timestamps = null;
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      switch (name) {
        case "publicKey" -> key = object.oneOf(key, MaterialReader::readHint);
        case "certificate" -> key = object.oneOf(key, MaterialReader::readCertificate);
        case "x509CertificateChain" -> key = object.oneOf(key, MaterialReader::readChain);
        case "tlogEntries" -> logEntries = object.messages(MAX_LOG_ENTRIES, LogEntryReader::read);
        case "timestampVerificationData" ->
            timestamps = object.message(MaterialReader::readTimestamps);
        default -> object.skip();
      }
    }
    if (key == null) {
      throw object.malformed(
          "publicKey", "expected a public key hint or a certificate but there is neither");
    }
    return new VerificationMaterial(
        key,
        logEntries == null ? List.of() : logEntries,
        timestamps == null ? List.of() : timestamps);
  }

  private static KeyHint readHint(ProtoObject object) throws IOException {
    return new KeyHint(stringOf("hint").read(object));
  }

  private static CertificateChain readCertificate(ProtoObject object) throws IOException {
    return new CertificateChain(List.of(bytesOf("rawBytes").read(object)));
  }

  private static CertificateChain readChain(ProtoObject object) throws IOException {
    List<ByteString> certificates = List.of();
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      switch (name) {
        case "certificates" ->
            certificates = object.messages(MAX_CERTIFICATES, bytesOf("rawBytes"));
        default -> object.skip();
      }
    }
    if (certificates.isEmpty()) {
      throw object.malformed("certificates", "expected a certificate but there is none");
    }
    for (int i = 1; i < certificates.size(); i++) {
      refuseRoot(object, i, certificates.get(i));
    }
    return new CertificateChain(certificates);
  }

  private static void refuseRoot(ProtoObject object, int i, ByteString certificate)
      throws IOException {
    String member = "certificates[" + i + "].rawBytes";
    try {
      if (Certificates.isSelfIssued(certificate)) {
        throw object.malformed(member, "expected no root certificate but this is one");
      }
    } catch (CertificateException e) {
      throw object.malformed(member, "expected an X.509 certificate but was none");
    }
  }

  private static List<SignedTimestamp> readTimestamps(ProtoObject object) throws IOException {
    List<ByteString> timestamps = List.of();
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      switch (name) {
        case "rfc3161Timestamps" ->
            timestamps = object.messages(MAX_TIMESTAMPS, bytesOf("signedTimestamp"));
        default -> object.skip();
      }
    }
    return timestamps.stream().map(SignedTimestamp::new).toList();
  }
}
