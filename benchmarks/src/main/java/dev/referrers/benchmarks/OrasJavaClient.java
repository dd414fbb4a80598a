package dev.referrers.benchmarks;

import dev.referrers.oci.Descriptor;
import java.nio.file.Path;
import land.oras.ArtifactType;
import land.oras.ContainerRef;
import land.oras.LocalPath;
import land.oras.Registry;

/** oras-java, the other Java client that knows referrers. */
final class OrasJavaClient implements Client {

  private final String host;
  private final Registry registry;

  OrasJavaClient(String host) {
    this.host = host;
    this.registry = Registry.builder().insecure(host).build();
  }

  @Override
  public String name() {
    return "oras-java";
  }

  /** Its threads would keep the JVM running. */
  @Override
  public void close() {
    registry.getExecutorService().shutdown();
  }

  @Override
  public int list(String repository, Descriptor image) {
    return registry.getReferrers(at(repository, image), null).getManifests().size();
  }

  @Override
  public String publish(String repository, Descriptor image, Path file) {
    return registry
        .attachArtifact(
            at(repository, image),
            ArtifactType.from(Samples.ARTIFACT_TYPE),
            LocalPath.of(file, Samples.ARTIFACT_TYPE))
        .getDescriptor()
        .getDigest();
  }

  @Override
  public int fetch(String repository, Descriptor blob) {
    return registry.getBlob(at(repository, blob)).length;
  }

  private ContainerRef at(String repository, Descriptor content) {
    return ContainerRef.parse(host + "/" + repository + "@" + content.digest());
  }
}
