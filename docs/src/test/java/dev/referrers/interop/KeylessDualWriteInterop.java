package dev.referrers.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.CombinedPublisher;
import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.ImageSignature;
import dev.referrers.attestation.PredicateTypes;
import dev.referrers.attestation.ResourceDescriptor;
import dev.referrers.attestation.Signer;
import dev.referrers.attestation.Statement;
import dev.referrers.bundle.BundlePublisher;
import dev.referrers.cosign.CosignPublisher;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import okio.ByteString;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keyless signatures in both layouts, of a sigstore instance without the internet. */
class KeylessDualWriteInterop {

  private static final Duration SETTLE = Duration.ofMillis(400);

  @AutoClose private static Sigstore sigstore;

  @TempDir Path data;
  @TempDir Path home;

  @BeforeAll
  static void startSigstore(@TempDir Path services) {
    sigstore = Sigstore.start(services);
  }

  /** cosign 3 by the bundle, then cosign 2, to which nothing leads to the bundles, by the tags. */
  @Test
  void cosignVerifiesWhatIsInRekorV1() throws IOException {
    try (Peer peer = Peer.start("distribution", data)) {
      Repository repository = peer.repository("acme/api");
      Descriptor image = Images.push(repository, "1.0");
      publish(repository, image, sigstore.signer(Sigstore.Rekor.V1));
      String reference = repository.location() + "@" + image.digest();
      assertVerifies(Client.cosign(home), reference, sigstore.rootFile(home));

      Digest list = repository.resolve("sha256-" + image.digest().encoded()).digest();
      assertThat(repository.deleteManifest(list)).isTrue();

      assertVerifies(sigstore.trustedBy(Client.cosign2(home), home), reference, List.of());
    }
  }

  /** A Rekor v2 promises nothing. */
  @Test
  void whatIsInRekorV2IsRefusedBeforeAnythingIsWritten() throws IOException {
    try (Peer peer = Peer.start("distribution", data)) {
      Repository repository = peer.repository("acme/api");
      Descriptor image = Images.push(repository, "1.0");

      assertThatThrownBy(() -> publish(repository, image, sigstore.signer(Sigstore.Rekor.V2)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("promise");
      assertThat(repository.tags(null).tags()).containsExactly("1.0");
    }
  }

  private static void publish(Repository repository, Descriptor image, Signer signer)
      throws IOException {
    var publisher =
        CombinedPublisher.of(
            BundlePublisher.into(repository).settle(SETTLE).build(),
            CosignPublisher.into(repository).settle(SETTLE).build());
    var signature = ImageSignature.sign(signer, image.digest(), repository.location(), Map.of());
    publisher.publishForms(image, List.of(signature.statement(), signature.simpleSigning()));
    Attestation sbom =
        Statement.of(
                List.of(ResourceDescriptor.of(image.digest())),
                PredicateTypes.SPDX,
                ByteString.encodeUtf8("{\"spdxVersion\":\"SPDX-2.3\"}"))
            .sign(signer);
    publisher.publish(image, sbom);
  }

  private static void assertVerifies(Client cosign, String reference, List<String> options) {
    List<String> words = new ArrayList<>(options);
    words.addAll(sigstore.expectedBy(Sigstore.EMAIL));
    words.add(reference);
    List<String> signature = new ArrayList<>(words);
    signature.add(0, "verify");
    assertThat(cosign.run(signature.toArray(String[]::new))).contains("critical");
    words.addAll(0, List.of("verify-attestation", "--type", "spdxjson"));
    assertThat(cosign.run(words.toArray(String[]::new))).contains("payload");
  }
}
