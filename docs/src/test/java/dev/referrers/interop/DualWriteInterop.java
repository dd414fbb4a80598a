package dev.referrers.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.AttestationQuery;
import dev.referrers.CombinedPublisher;
import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.ImageSignature;
import dev.referrers.attestation.PredicateTypes;
import dev.referrers.attestation.ResourceDescriptor;
import dev.referrers.attestation.Statement;
import dev.referrers.bundle.BundlePublisher;
import dev.referrers.bundle.StoredBundles;
import dev.referrers.cosign.CosignPublisher;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.nio.file.Files;
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

/** cosign 2 and 3 verify one image that one key has signed and attested in both layouts at once. */
class DualWriteInterop {

  private static final Duration SETTLE = Duration.ofMillis(400);

  @TempDir Path data;
  @TempDir Path home;

  @ParameterizedTest
  @CsvSource({"olareg, p256", "olareg, rsa", "distribution, p256", "distribution, rsa"})
  void bothVersionsVerify(String kind, String keyType)
      throws IOException, GeneralSecurityException {
    try (Peer peer = Peer.start(kind, data)) {
      KeyFiles key = KeyFiles.create(keyType, home);
      Repository repository = peer.repository("acme/api");
      Descriptor image = Images.push(repository, "1.0");
      publish(repository, image, key);

      String reference = repository.location() + "@" + image.digest();
      assertVerifies(Client.cosign2(home), key, reference, "--trusted-root", emptyRoot());
      assertVerifies(Client.cosign(home), key, reference);
      assertVerifies(Client.cosign(home), key, reference, "--new-bundle-format=false");
    }
  }

  /** Without the referrers tag nothing leads to the bundles. */
  @ParameterizedTest
  @CsvSource({"olareg-noreferrers, rsa", "distribution, p256"})
  void whoeverKnowsOnlyTagsVerifiesToo(String kind, String keyType)
      throws IOException, GeneralSecurityException {
    try (Peer peer = Peer.start(kind, data)) {
      KeyFiles key = KeyFiles.create(keyType, home);
      Repository repository = peer.repository("acme/api");
      Descriptor image = Images.push(repository, "1.0");
      publish(repository, image, key);
      var bundles = StoredBundles.in(repository);
      assertThat(bundles.list(image.digest(), AttestationQuery.ALL)).hasSize(2);

      Digest list = repository.resolve("sha256-" + image.digest().encoded()).digest();
      assertThat(repository.deleteManifest(list)).isTrue();

      assertThat(bundles.list(image.digest(), AttestationQuery.ALL)).isEmpty();
      String reference = repository.location() + "@" + image.digest();
      assertVerifies(Client.cosign2(home), key, reference);
      assertVerifies(Client.cosign(home), key, reference);
    }
  }

  private static void assertVerifies(
      Client cosign, KeyFiles key, String reference, String... options) {
    assertThat(run(cosign, key, reference, "verify", options))
        .contains(reference.split("@", -1)[1]);
    List<String> typed = new ArrayList<>(List.of("--type", "spdxjson"));
    typed.addAll(List.of(options));
    assertThat(
            run(cosign, key, reference, "verify-attestation", typed.toArray(String[]::new)).lines())
        .hasSize(1);
  }

  private static String run(
      Client cosign, KeyFiles key, String reference, String command, String... options) {
    List<String> words = new ArrayList<>(List.of(command, "--insecure-ignore-tlog=true"));
    words.addAll(List.of("--key", key.publicKey()));
    words.addAll(List.of(options));
    words.add(reference);
    return cosign.run(words.toArray(String[]::new));
  }

  private static void publish(Repository repository, Descriptor image, KeyFiles key)
      throws IOException {
    var publisher =
        CombinedPublisher.of(
            BundlePublisher.into(repository).settle(SETTLE).build(),
            CosignPublisher.into(repository).settle(SETTLE).build());
    var signature =
        ImageSignature.sign(key.signer(), image.digest(), repository.location(), Map.of());
    Attestation sbom =
        Statement.of(
                List.of(ResourceDescriptor.of(image.digest())),
                PredicateTypes.SPDX,
                ByteString.encodeUtf8("{\"spdxVersion\":\"SPDX-2.3\"}"))
            .sign(key.signer());
    publisher.publishForms(image, List.of(signature.statement(), signature.simpleSigning()));
    publisher.publish(image, sbom);
  }

  private String emptyRoot() throws IOException {
    String root = "{\"mediaType\":\"application/vnd.dev.sigstore.trustedroot+json;version=0.1\"}";
    return Files.writeString(home.resolve("trusted_root.json"), root).toString();
  }
}
