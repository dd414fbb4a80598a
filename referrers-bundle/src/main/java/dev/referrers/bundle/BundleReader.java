package dev.referrers.bundle;

import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.Attestation.Original;
import dev.referrers.attestation.Content;
import dev.referrers.attestation.LogEntry;
import dev.referrers.attestation.VerificationMaterial;
import dev.referrers.bundle.internal.json.ProtoObject;
import dev.referrers.error.MalformedContentException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Reads bundles.
 *
 * @see <a
 *     href="https://github.com/sigstore/protobuf-specs/blob/v0.5.0/protos/sigstore_bundle.proto">sigstore_bundle.proto,
 *     Bundle</a>
 */
final class BundleReader {

  private BundleReader() {}

  static Attestation read(ByteString json) throws MalformedContentException {
    return ProtoObject.read("Bundle", json, object -> read(object, json));
  }

  private static Attestation read(ProtoObject object, ByteString json) throws IOException {
    String mediaType = "";
    @Nullable VerificationMaterial material = null;
    @Nullable Content content = null;
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      switch (name) {
        case "mediaType" -> mediaType = object.string();
        case "verificationMaterial" -> material = object.message(MaterialReader::read);
        case "dsseEnvelope" -> content = object.oneOf(content, ContentReader::readEnvelope);
        case "messageSignature" ->
            content = object.oneOf(content, ContentReader::readMessageSignature);
        default -> object.skip();
      }
    }
    var version = version(object, object.required("mediaType", mediaType));
    if (content == null) {
      throw object.malformed(
          "dsseEnvelope", "expected an envelope or a message signature but there is neither");
    }
    material = object.required("verificationMaterial", material);
    return Attestation.of(content, material.withLogEntries(logEntries(object, version, material)))
        .withOriginal(new Original(mediaType, json));
  }

  private static BundleVersion version(ProtoObject object, String mediaType)
      throws MalformedContentException {
    var version = BundleVersion.of(mediaType);
    if (version == null) {
      throw object.malformed(
          "mediaType", "expected a bundle of version 0.1, 0.2 or 0.3 but was " + mediaType);
    }
    return version;
  }

  private static List<LogEntry> logEntries(
      ProtoObject object, BundleVersion version, VerificationMaterial material)
      throws MalformedContentException {
    var entries = new ArrayList<LogEntry>();
    for (var entry : material.logEntries()) {
      String member = "verificationMaterial.tlogEntries[" + entries.size() + "].";
      entries.add(
          version == BundleVersion.V0_1
              ? promised(object, member, entry)
              : proven(object, member, entry));
    }
    return entries;
  }

  /**
   * Early clients left the checkpoint out; a proof without one leads to no root and says nothing.
   */
  private static LogEntry promised(ProtoObject object, String member, LogEntry entry)
      throws MalformedContentException {
    object.required(member + "inclusionPromise", entry.signedEntryTimestamp());
    var proof = entry.inclusionProof();
    return proof != null && proof.checkpoint().isEmpty() ? entry.withInclusionProof(null) : entry;
  }

  private static LogEntry proven(ProtoObject object, String member, LogEntry entry)
      throws MalformedContentException {
    var proof = object.required(member + "inclusionProof", entry.inclusionProof());
    object.required(member + "inclusionProof.checkpoint", proof.checkpoint());
    return entry;
  }
}
