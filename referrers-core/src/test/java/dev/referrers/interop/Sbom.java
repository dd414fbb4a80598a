package dev.referrers.interop;

import dev.referrers.attestation.Artifact;
import dev.referrers.attestation.Attestation;
import dev.referrers.oci.Annotations;
import dev.referrers.repository.Blob;
import okio.ByteString;

/** What the tests publish. */
final class Sbom {

  static final String SPDX = "application/spdx+json";
  static final String CYCLONEDX = "application/vnd.cyclonedx+json";
  static final String KEY = "com.example.revision";

  private Sbom() {}

  static Attestation of(String type, String revision) {
    Blob file = Blob.of(type, ByteString.encodeUtf8("{\"revision\":\"" + revision + "\"}"));
    return Attestation.of(Artifact.of(type, file)).withAnnotations(Annotations.of(KEY, revision));
  }
}
