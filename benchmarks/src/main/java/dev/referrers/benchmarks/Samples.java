package dev.referrers.benchmarks;

import dev.referrers.manifest.ImageIndex;
import dev.referrers.oci.AnnotationKeys;
import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.oci.MediaTypes;
import java.util.stream.IntStream;
import okio.ByteString;

/** Content to measure with. */
final class Samples {

  static final String ARTIFACT_TYPE = "application/spdx+json";

  private Samples() {}

  /** A referrers list as it comes from a registry whose referrers carry their creation time. */
  static ByteString listOf(int entries) {
    return ImageIndex.builder()
        .manifests(IntStream.range(0, entries).mapToObj(Samples::entry).toList())
        .build()
        .bytes();
  }

  /** Printable: oras-java 0.7.0 turns blobs into text on the way. */
  static ByteString text(int bytes) {
    String line = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_\n";
    return ByteString.encodeUtf8(line.repeat(bytes / line.length() + 1).substring(0, bytes));
  }

  private static Descriptor entry(int number) {
    var digest = Digest.sha256(ByteString.encodeUtf8("entry " + number));
    return Descriptor.of(MediaTypes.IMAGE_MANIFEST, digest, 700 + number % 100)
        .withArtifactType(ARTIFACT_TYPE)
        .withAnnotations(Annotations.of(AnnotationKeys.CREATED, "2026-11-24T00:00:00Z"));
  }
}
