package dev.referrers.benchmarks;

import dev.referrers.ReferrerPublisher;
import dev.referrers.Referrers;
import dev.referrers.Registry;
import dev.referrers.attestation.Artifact;
import dev.referrers.attestation.Attestation;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Blob;
import java.io.IOException;
import java.nio.file.Path;
import okio.BufferedSource;

/** This library. */
final class OurClient implements Client {

  private final Registry registry;

  OurClient(String host) {
    registry = Registry.at(host).allowPlainHttp(host).build();
  }

  @Override
  public String name() {
    return "referrers";
  }

  @Override
  public void close() {
    // holds nothing that outlives its threads
  }

  @Override
  public int list(String repository, Descriptor image) throws IOException {
    return Referrers.in(registry.repository(repository)).of(image.digest()).toList().size();
  }

  @Override
  public String publish(String repository, Descriptor image, Path file) throws IOException {
    var artifact = Artifact.of(Samples.ARTIFACT_TYPE, Blob.of(Samples.ARTIFACT_TYPE, file));
    return ReferrerPublisher.into(registry.repository(repository))
        .build()
        .publish(image, Attestation.of(artifact))
        .manifest()
        .digest()
        .toString();
  }

  @Override
  public int fetch(String repository, Descriptor blob) throws IOException {
    try (BufferedSource content = registry.repository(repository).openBlob(blob)) {
      return content.readByteArray().length;
    }
  }
}
