package dev.referrers.cosign;

import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.Attestation.Original;
import dev.referrers.attestation.Envelope;
import dev.referrers.attestation.LogEntry;
import dev.referrers.attestation.SimpleSigning;
import dev.referrers.attestation.VerificationMaterial;
import dev.referrers.attestation.VerificationMaterial.CertificateChain;
import dev.referrers.attestation.VerificationMaterial.SignedTimestamp;
import dev.referrers.error.MalformedContentException;
import dev.referrers.json.JsonObjectWriter;
import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Blob;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Writes the layers that {@link SignedLayer} reads. One that was read is written byte by byte, with
 * its annotations; others as cosign 2 writes them. Fails with {@link IllegalArgumentException} on
 * what they can't hold.
 */
final class LayerWriter {

  private LayerWriter() {}

  static Blob signature(Attestation attestation, SimpleSigning signed) {
    String type = SignedLayer.SIMPLE_SIGNING;
    Annotations original = original(attestation, type, signed.payload());
    if (original == null) {
      var annotations = annotations(attestation, signed.signature().base64(), null);
      original = new Annotations(annotations);
    }
    return Blob.of(type, signed.payload()).withAnnotations(original);
  }

  static Blob attestation(Attestation attestation, Envelope envelope, String predicateType) {
    String type = SignedLayer.ENVELOPE;
    ByteString json = json(attestation.original(), envelope);
    Annotations original = original(attestation, type, json);
    if (original == null) {
      var annotations = annotations(attestation, "", json);
      annotations.put(LayerAnnotations.PREDICATE_TYPE, predicateType);
      if (annotations.containsKey(LayerAnnotations.CERTIFICATE)) {
        annotations.putIfAbsent(LayerAnnotations.CHAIN, "");
      }
      original = new Annotations(annotations);
    }
    return Blob.of(type, json).withAnnotations(original);
  }

  /** The annotations that the attestation was read from; null when they don't stand for it. */
  private static @Nullable Annotations original(
      Attestation attestation, String mediaType, ByteString blob) {
    Original original = attestation.original();
    if (original == null || original.annotations().get(LayerAnnotations.SIGNATURE) == null) {
      return null;
    }
    var layer = Descriptor.of(mediaType, blob).withAnnotations(original.annotations());
    try {
      Attestation read = SignedLayer.read(layer, blob);
      boolean same =
          read.content().equals(attestation.content())
              && read.material().equals(attestation.material())
              && read.annotations().equals(attestation.annotations());
      return same ? original.annotations() : null;
    } catch (MalformedContentException e) {
      return null;
    }
  }

  /** The bytes that the envelope was read from, or new ones. */
  private static ByteString json(@Nullable Original original, Envelope envelope) {
    try {
      if (original != null
          && original.mediaType().equals(SignedLayer.ENVELOPE)
          && Envelope.parse(original.bytes()).equals(envelope)) {
        return original.bytes();
      }
    } catch (MalformedContentException e) {
      // it does not stand for the envelope
    }
    return envelope.toJson();
  }

  /**
   * Cosign's annotations, and those of the attestation itself.
   *
   * @param envelope when timestamps have to be over that
   */
  private static Map<String, String> annotations(
      Attestation attestation, String signature, @Nullable ByteString envelope) {
    var annotations = new TreeMap<>(attestation.annotations().values());
    if (!Collections.disjoint(annotations.keySet(), LayerAnnotations.KNOWN)) {
      throw new IllegalArgumentException(
          "Annotations need to be others than cosign's own but are " + annotations.keySet());
    }
    VerificationMaterial material = attestation.material();
    annotations.put(LayerAnnotations.SIGNATURE, signature);
    if (material.keyMaterial() instanceof CertificateChain chain) {
      var certificates = chain.certificates();
      annotations.put(LayerAnnotations.CERTIFICATE, CertificatesPem.write(List.of(chain.leaf())));
      if (certificates.size() > 1) {
        var others = certificates.subList(1, certificates.size());
        annotations.put(LayerAnnotations.CHAIN, CertificatesPem.write(others));
      }
    }
    LogEntry entry = atMostOne("log entry", material.logEntries());
    if (entry != null) {
      annotations.put(LayerAnnotations.LOG_ENTRY, RekorBundle.write(entry).utf8());
    }
    SignedTimestamp timestamp = atMostOne("timestamp", material.timestamps());
    if (timestamp != null) {
      annotations.put(LayerAnnotations.TIMESTAMP, timestamp(timestamp, envelope));
    }
    return annotations;
  }

  private static <T> @Nullable T atMostOne(String what, List<T> values) {
    if (values.size() > 1) {
      throw new IllegalArgumentException(
          "Layer under cosign's tags has room for one %s but there are %d"
              .formatted(what, values.size()));
    }
    return values.isEmpty() ? null : values.get(0);
  }

  /** No cosign verifies another one beside an attestation. */
  private static String timestamp(SignedTimestamp timestamp, @Nullable ByteString envelope) {
    if (envelope != null && !envelope.equals(timestamp.envelope())) {
      throw new IllegalArgumentException(
          "Timestamp of an attestation under cosign's tags needs to be over its envelope but is"
              + " over the signature");
    }
    return JsonObjectWriter.write(
            timestamp,
            (value, object) ->
                object.string("SignedRFC3161Timestamp", value.timeStampResp().base64()))
        .utf8();
  }
}
