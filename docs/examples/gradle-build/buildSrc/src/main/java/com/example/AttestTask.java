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
import org.gradle.api.DefaultTask;
import org.gradle.api.tasks.Input;
import org.gradle.api.tasks.InputFile;
import org.gradle.api.tasks.TaskAction;

/** Attests provenance of an image, as a bundle beside it. Never up to date: the registry is asked. */
public class AttestTask extends DefaultTask {

  private String image;
  private File predicate;
  private File key;
  private boolean plainHttp;

  /** {@code host/repository:tag}. */
  @Input
  public String getImage() {
    return image;
  }

  public void setImage(String image) {
    this.image = image;
  }

  /** JSON of the predicate. */
  @InputFile
  public File getPredicate() {
    return predicate;
  }

  public void setPredicate(File predicate) {
    this.predicate = predicate;
  }

  /** PEM file with the private key. */
  @InputFile
  public File getKey() {
    return key;
  }

  public void setKey(File key) {
    this.key = key;
  }

  /** Whether the registry is one without TLS, for tests. */
  @Input
  public boolean isPlainHttp() {
    return plainHttp;
  }

  public void setPlainHttp(boolean plainHttp) {
    this.plainHttp = plainHttp;
  }

  @TaskAction
  public void attest() throws IOException {
    Reference reference = Reference.parse(image);
    Registry.Builder registry = Registry.at(reference.host());
    if (plainHttp) {
      registry.allowPlainHttp(reference.host());
    }
    Repository images = registry.build().repository(reference.repository().value());
    Descriptor subject = images.resolve(reference.tagOrDigest());
    Statement statement =
        Statement.of(
            List.of(ResourceDescriptor.of(subject.digest()).withName(images.location())),
            PredicateTypes.SLSA_PROVENANCE_V1,
            ByteString.of(Files.readAllBytes(predicate.toPath())));
    try (KeySigner signer =
        KeySigner.of(PrivateKeys.parsePem(Files.readAllBytes(key.toPath()), null))) {
      Publication done =
          BundlePublisher.into(images)
              .policy(PublishPolicy.SKIP_IDENTICAL)
              .build()
              .publish(subject, statement.sign(signer));
      getLogger().lifecycle("Attested {}: {}", image, done.manifest().digest());
    }
  }
}
