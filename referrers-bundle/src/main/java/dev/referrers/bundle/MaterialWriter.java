package dev.referrers.bundle;

import dev.referrers.attestation.LogEntry;
import dev.referrers.attestation.LogEntry.InclusionProof;
import dev.referrers.attestation.VerificationMaterial;
import dev.referrers.attestation.VerificationMaterial.CertificateChain;
import dev.referrers.attestation.VerificationMaterial.KeyHint;
import dev.referrers.attestation.VerificationMaterial.KeyMaterial;
import dev.referrers.attestation.VerificationMaterial.SignedTimestamp;
import dev.referrers.json.JsonObjectWriter;
import java.io.IOException;
import java.util.List;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** Writes what comes with the signature. */
final class MaterialWriter {

  private MaterialWriter() {}

  static void write(VerificationMaterial material, JsonObjectWriter object) throws IOException {
    writeKey(material.keyMaterial(), object);
    if (!material.logEntries().isEmpty()) {
      object.objects("tlogEntries", material.logEntries(), MaterialWriter::writeLogEntry);
    }
    if (!material.timestamps().isEmpty()) {
      object.object(
          "timestampVerificationData",
          material.timestamps(),
          (timestamps, data) ->
              data.objects("rfc3161Timestamps", timestamps, MaterialWriter::writeTimestamp));
    }
  }

  private static void writeKey(@Nullable KeyMaterial key, JsonObjectWriter object)
      throws IOException {
    if (key instanceof KeyHint hint) {
      object.object("publicKey", hint.hint(), (text, inner) -> writeText("hint", text, inner));
    } else if (key instanceof CertificateChain chain && chain.certificates().size() == 1) {
      object.object("certificate", chain.leaf(), MaterialWriter::writeCertificate);
    } else if (key instanceof CertificateChain chain) {
      object.object("x509CertificateChain", chain.certificates(), MaterialWriter::writeChain);
    } else {
      throw new IllegalArgumentException(
          "Sigstore bundle needs a key hint or a certificate but the attestation has neither");
    }
  }

  private static void writeChain(List<ByteString> certificates, JsonObjectWriter object)
      throws IOException {
    object.objects("certificates", certificates, MaterialWriter::writeCertificate);
  }

  private static void writeCertificate(ByteString der, JsonObjectWriter object) throws IOException {
    object.string("rawBytes", der.base64());
  }

  private static void writeTimestamp(SignedTimestamp timestamp, JsonObjectWriter object)
      throws IOException {
    object.string("signedTimestamp", timestamp.timeStampResp().base64());
  }

  private static void writeLogEntry(LogEntry entry, JsonObjectWriter object) throws IOException {
    writeInteger("logIndex", entry.logIndex(), object);
    object.object("logId", entry.logId(), (id, inner) -> inner.string("keyId", id.base64()));
    object.object("kindVersion", entry, MaterialWriter::writeKindVersion);
    if (entry.integratedTime() != null) {
      writeInteger("integratedTime", entry.integratedTime().getEpochSecond(), object);
    }
    if (entry.signedEntryTimestamp() != null) {
      object.object(
          "inclusionPromise",
          entry.signedEntryTimestamp(),
          (promise, inner) -> inner.string("signedEntryTimestamp", promise.base64()));
    }
    if (entry.inclusionProof() != null) {
      object.object("inclusionProof", entry.inclusionProof(), MaterialWriter::writeProof);
    }
    object.string("canonicalizedBody", entry.canonicalizedBody().base64());
  }

  private static void writeKindVersion(LogEntry entry, JsonObjectWriter object) throws IOException {
    object.string("kind", entry.kind());
    object.string("version", entry.version());
  }

  private static void writeProof(InclusionProof proof, JsonObjectWriter object) throws IOException {
    writeInteger("logIndex", proof.logIndex(), object);
    object.string("rootHash", proof.rootHash().base64());
    writeInteger("treeSize", proof.treeSize(), object);
    object.strings("hashes", proof.hashes().stream().map(ByteString::base64).toList());
    object.object(
        "checkpoint", proof.checkpoint(), (text, inner) -> writeText("envelope", text, inner));
  }

  /** Integers of 64 bits are strings there, and 0 is left out. */
  private static void writeInteger(String name, long value, JsonObjectWriter object)
      throws IOException {
    object.string(name, value == 0 ? null : Long.toString(value));
  }

  private static void writeText(String name, String value, JsonObjectWriter object)
      throws IOException {
    object.string(name, value.isEmpty() ? null : value);
  }
}
