package dev.referrers.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.AttestationPublisher;
import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.Envelope;
import dev.referrers.attestation.ImageSignature;
import dev.referrers.attestation.PredicateTypes;
import dev.referrers.attestation.ResourceDescriptor;
import dev.referrers.attestation.Statement;
import dev.referrers.cosign.CosignPublisher;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.oci.Descriptor;
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
import org.junit.jupiter.params.provider.ValueSource;

/** cosign verifies what we store under its tags; both append in turn, and nothing is lost. */
class CosignPublisherInterop {

  private static final List<String> SIGNING =
      List.of("--new-bundle-format=false", "--use-signing-config=false", "--tlog-upload=false");
  private static final List<String> VERIFYING =
      List.of("--new-bundle-format=false", "--insecure-ignore-tlog=true");

  @TempDir Path data;
  @TempDir Path home;

  @ParameterizedTest
  @ValueSource(strings = {"olareg", "distribution"})
  void cosignVerifiesAndAppends(String kind) throws IOException, GeneralSecurityException {
    try (Peer peer = Peer.start(kind, data)) {
      List<KeyFiles> keys = List.of(KeyFiles.create("p256", home), KeyFiles.create("rsa", home));
      Repository repository = peer.repository("acme/api");
      Descriptor image = Images.push(repository, "1.0");
      String reference = repository.location() + "@" + image.digest();
      Client cosign = Client.cosign(home);
      AttestationPublisher publisher =
          CosignPublisher.into(repository).settle(Duration.ofMillis(400)).build();
      for (KeyFiles key : keys) {
        publisher.publishAll(
            image, List.of(signature(key, image, repository), attestation(key, image)));
        String file = key.privateKey(cosign);
        run(cosign, SIGNING, "sign", "--key", file, "-a", "by=cosign", reference);
        run(cosign, SIGNING, attest(file, reference));
      }

      for (KeyFiles key : keys) {
        String[] verify = {"verify", "--key", key.publicKey(), reference};
        assertThat(run(cosign, VERIFYING, verify)).contains("\"by\":\"us\"", "\"by\":\"cosign\"");
        String[] types = {
          "verify-attestation", "--key", key.publicKey(), "--type", "spdxjson", reference
        };
        assertThat(run(cosign, VERIFYING, types).lines()).hasSize(2);
      }
      assertThat(layers(repository, image, ".sig")).isEqualTo(4);
      assertThat(layers(repository, image, ".att")).isEqualTo(4);
    }
  }

  private String[] attest(String key, String reference) throws IOException {
    Path sbom = Files.writeString(home.resolve("sbom.json"), "{\"spdxVersion\":\"SPDX-2.3\"}");
    return new String[] {
      "attest", "--key", key, "--predicate", sbom.toString(), "--type", "spdxjson", reference
    };
  }

  private static Attestation signature(KeyFiles key, Descriptor image, Repository repository)
      throws IOException {
    var claims = Map.of("by", "us");
    return ImageSignature.sign(key.signer(), image.digest(), repository.location(), claims)
        .simpleSigning();
  }

  private static Attestation attestation(KeyFiles key, Descriptor image) throws IOException {
    ByteString payload =
        Statement.of(
                List.of(ResourceDescriptor.of(image.digest())),
                PredicateTypes.SPDX,
                ByteString.encodeUtf8("{\"spdxVersion\":\"SPDX-2.3\"}"))
            .bytes();
    var message = Envelope.preAuthenticationEncoding(Envelope.IN_TOTO, payload);
    var signature = Envelope.Signature.of(key.signer().sign(message).value());
    return Attestation.of(new Envelope(Envelope.IN_TOTO, payload, List.of(signature)));
  }

  private static String run(Client cosign, List<String> options, String... arguments) {
    List<String> words = new ArrayList<>(List.of(arguments));
    words.addAll(1, options);
    return cosign.run(words.toArray(String[]::new));
  }

  private static int layers(Repository repository, Descriptor image, String suffix)
      throws IOException {
    String tag = "sha256-" + image.digest().encoded() + suffix;
    return ((ImageManifest) repository.require(tag).manifest()).layers().size();
  }
}
