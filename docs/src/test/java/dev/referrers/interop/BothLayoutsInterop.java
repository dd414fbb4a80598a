package dev.referrers.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.CombinedPublisher;
import dev.referrers.Publication;
import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.ImageSignature;
import dev.referrers.attestation.PredicateTypes;
import dev.referrers.attestation.ResourceDescriptor;
import dev.referrers.attestation.Statement;
import dev.referrers.bundle.BundlePublisher;
import dev.referrers.cosign.CosignPublisher;
import dev.referrers.manifest.ImageIndex;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.repository.Precondition;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import okio.ByteString;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One call signs for consumers of bundles and for those that know tags only. */
class BothLayoutsInterop {

  @TempDir Path data;
  @TempDir Path home;

  @ParameterizedTest
  @CsvSource({"olareg, p256", "olareg, rsa", "distribution, p256", "distribution, rsa"})
  void everyCosignVerifies(String kind, String keyName)
      throws IOException, GeneralSecurityException {
    try (Peer peer = Peer.start(kind, data)) {
      KeyFiles key = KeyFiles.create(keyName, home);
      Repository repository = peer.repository("acme/api");
      Descriptor image = Images.push(repository, "1.0");
      String reference = repository.location() + "@" + image.digest();
      Client cosign2 = Client.cosign2(home);
      String root = home.resolve("root.json").toString();
      Client.cosign(home).run("trusted-root", "create", "--out", root);

      List<Publication> done = publish(repository, image, key);

      verify(Client.cosign(home), key, reference);
      verify(cosign2, key, reference, "--trusted-root", root);
      hideBundles(repository, image, done);
      verify(cosign2, key, reference);
      verify(Client.cosign(home), key, reference);
    }
  }

  private static List<Publication> publish(Repository repository, Descriptor image, KeyFiles key)
      throws IOException {
    CombinedPublisher both =
        CombinedPublisher.of(
            BundlePublisher.into(repository).settle(Duration.ofMillis(400)).build(),
            CosignPublisher.into(repository).settle(Duration.ofMillis(400)).build());
    ImageSignature signature =
        ImageSignature.sign(key.signer(), image.digest(), repository.location(), Map.of());
    Attestation attestation =
        Statement.of(
                List.of(ResourceDescriptor.of(image.digest())),
                PredicateTypes.SPDX,
                ByteString.encodeUtf8("{\"spdxVersion\":\"SPDX-2.3\"}"))
            .sign(key.signer());
    return List.of(
        both.publishForms(image, List.of(signature.statement(), signature.simpleSigning())),
        both.publish(image, attestation));
  }

  private static void verify(Client cosign, KeyFiles key, String reference, String... more) {
    List<String> words =
        new ArrayList<>(List.of("--key", key.publicKey(), "--insecure-ignore-tlog=true"));
    words.addAll(List.of(more));
    words.add(reference);
    List<String> verify = new ArrayList<>(List.of("verify"));
    verify.addAll(words);
    assertThat(cosign.run(verify.toArray(String[]::new))).isNotEmpty();
    List<String> attestation = new ArrayList<>(List.of("verify-attestation", "--type", "spdxjson"));
    attestation.addAll(words);
    assertThat(cosign.run(attestation.toArray(String[]::new))).isNotEmpty();
  }

  /** As a registry without referrers would show the image. */
  private static void hideBundles(
      Repository repository, Descriptor image, List<Publication> published) throws IOException {
    String tag = "sha256-" + image.digest().encoded();
    if (repository.find(tag) != null) {
      var empty = ImageIndex.builder().manifests(List.of()).build();
      repository.pushTag(tag, empty, Precondition.NONE);
    }
    for (Publication each : published) {
      Digest bundle = each.manifest().digest();
      repository.deleteManifest(bundle);
    }
  }
}
