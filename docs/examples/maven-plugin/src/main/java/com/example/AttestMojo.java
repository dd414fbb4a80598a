package com.example;

import dev.referrers.Publication;
import dev.referrers.PublishPolicy;
import dev.referrers.Registry;
import dev.referrers.attestation.PredicateTypes;
import dev.referrers.attestation.ResourceDescriptor;
import dev.referrers.attestation.Statement;
import dev.referrers.bundle.BundlePublisher;
import dev.referrers.key.KeySigner;
import dev.referrers.key.PrivateKeys;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Reference;
import dev.referrers.repository.Repository;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import okio.ByteString;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/** Attests provenance of the image that this build has pushed, as a bundle beside it. */
@Mojo(name = "attest", defaultPhase = LifecyclePhase.DEPLOY, threadSafe = true)
public final class AttestMojo extends AbstractMojo {

  /** {@code host/repository} of the image. */
  @Parameter(property = "attest.repository", required = true)
  private String repository;

  /** File with the image's digest; Jib writes it there. */
  @Parameter(defaultValue = "${project.build.directory}/jib-image.digest", required = true)
  private File digest;

  /** File with the JSON of the predicate. */
  @Parameter(property = "attest.predicate", required = true)
  private File predicate;

  /** Name or URI of the predicate's type. */
  @Parameter(property = "attest.type", defaultValue = "slsaprovenance1", required = true)
  private String type;

  /** PEM file with the private key. */
  @Parameter(property = "attest.key", required = true)
  private File key;

  /** Whether the registry is one without TLS, for tests. */
  @Parameter(property = "attest.plainHttp", defaultValue = "false")
  private boolean plainHttp;

  @Override
  public void execute() throws MojoExecutionException {
    try (KeySigner signer = KeySigner.of(PrivateKeys.parsePem(bytes(key), null))) {
      Reference image = Reference.parse(repository + "@" + Files.readString(digest.toPath()).trim());
      Repository images = open(image);
      Descriptor subject = images.resolve(image.tagOrDigest());
      Statement statement =
          Statement.of(
              List.of(ResourceDescriptor.of(subject.digest()).withName(repository)),
              PredicateTypes.of(type),
              ByteString.of(bytes(predicate)));
      Publication done =
          BundlePublisher.into(images)
              .policy(PublishPolicy.SKIP_IDENTICAL)
              .build()
              .publish(subject, statement.sign(signer));
      getLog().info("Attested " + image + ": " + done.manifest().digest());
      done.warnings().forEach(getLog()::warn);
    } catch (IOException | IllegalArgumentException e) {
      throw new MojoExecutionException(e.getMessage(), e);
    }
  }

  private Repository open(Reference image) {
    Registry.Builder registry = Registry.at(image.host());
    if (plainHttp) {
      registry.allowPlainHttp(image.host());
    }
    return registry.build().repository(image.repository().value());
  }

  private static byte[] bytes(File file) throws IOException {
    return Files.readAllBytes(file.toPath());
  }
}
