package dev.referrers.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.AttestationPublisher;
import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.ImageSignature;
import dev.referrers.attestation.PredicateTypes;
import dev.referrers.attestation.ResourceDescriptor;
import dev.referrers.attestation.Signer;
import dev.referrers.attestation.Statement;
import dev.referrers.attestation.VerificationMaterial;
import dev.referrers.attestation.VerificationMaterial.CertificateChain;
import dev.referrers.cosign.CosignKeys;
import dev.referrers.cosign.CosignPublisher;
import dev.referrers.key.KeySigner;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Repository;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import okio.ByteString;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** cosign verifies what we store under its tags; all append in turn, and nothing is lost. */
class CosignPublisherInterop {

  /** A key, its certificate and the chain of that; the password is vector-test. */
  private static final Path KEYS = Path.of("src/test/resources/vectors/keys").toAbsolutePath();

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
      for (KeyFiles key : keys) {
        publish(repository, image, key.signer());
        for (Cosign version : Cosign.values()) {
          Client cosign = version.in(home);
          String file = key.privateKey(cosign);
          version.run(cosign, "sign", "--key", file, "-a", "by=" + version, reference);
          version.run(cosign, "attest", attest(file, reference));
        }
      }

      for (KeyFiles key : keys) {
        for (Cosign version : Cosign.values()) {
          String[] signatures = {"--key", key.publicKey(), reference};
          String[] sboms = {"--key", key.publicKey(), "--type", "spdxjson", reference};
          Client cosign = version.in(home);
          assertThat(version.verify(cosign, "verify", signatures))
              .contains("\"by\":\"us\"", "\"by\":\"V2\"", "\"by\":\"V3\"");
          assertThat(version.verify(cosign, "verify-attestation", sboms).lines()).hasSize(3);
        }
      }
      assertThat(layers(repository, image, ".sig")).isEqualTo(6);
      assertThat(layers(repository, image, ".att")).isEqualTo(6);
    }
  }

  /** A certificate that is in no log, and names no issuer. */
  @ParameterizedTest
  @ValueSource(strings = {"olareg", "distribution"})
  void cosignVerifiesTheCertificateBeside(String kind)
      throws IOException, GeneralSecurityException {
    try (Peer peer = Peer.start(kind, data)) {
      Repository repository = peer.repository("acme/api");
      Descriptor image = Images.push(repository, "1.0");
      publish(repository, image, certified());

      for (Cosign version : Cosign.values()) {
        Client cosign = version.in(home);
        String reference = repository.location() + "@" + image.digest();
        assertThat(version.verify(cosign, "verify", expecting("vector@example.test", reference)))
            .contains("\"by\":\"us\"");
        assertThat(
                version.verify(
                    cosign,
                    "verify-attestation",
                    expecting("vector@example.test", "--type", "spdxjson", reference)))
            .contains("payload");
        assertThatThrownBy(
                () -> version.verify(cosign, "verify", expecting("other@example.test", reference)))
            .hasMessageContaining("none of the expected identities matched");
      }
    }
  }

  private static String[] expecting(String email, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "--ca-roots",
                KEYS.resolve("root.crt").toString(),
                "--certificate-identity",
                email,
                "--certificate-oidc-issuer-regexp",
                ".*",
                "--insecure-ignore-sct"));
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  private void publish(Repository repository, Descriptor image, Signer signer) throws IOException {
    AttestationPublisher publisher =
        CosignPublisher.into(repository).settle(Duration.ofMillis(400)).build();
    Attestation signature =
        ImageSignature.sign(signer, image.digest(), repository.location(), Map.of("by", "us"))
            .simpleSigning();
    publisher.publishAll(image, List.of(signature, attestation(signer, image)));
  }

  private String[] attest(String key, String reference) throws IOException {
    Path sbom = Files.writeString(home.resolve("sbom.json"), "{\"spdxVersion\":\"SPDX-2.3\"}");
    return new String[] {
      "--key", key, "--predicate", sbom.toString(), "--type", "spdxjson", reference
    };
  }

  private static Attestation attestation(Signer signer, Descriptor image) throws IOException {
    return Statement.of(
            List.of(ResourceDescriptor.of(image.digest())),
            PredicateTypes.SPDX,
            ByteString.encodeUtf8("{\"spdxVersion\":\"SPDX-2.3\"}"))
        .sign(signer);
  }

  /** Signs with the key of a certificate, which comes along. */
  private static Signer certified() throws IOException, GeneralSecurityException {
    ByteString file = ByteString.of(Files.readAllBytes(KEYS.resolve("leaf.key")));
    var signer = KeySigner.of(CosignKeys.parse(file, "vector-test".toCharArray()));
    List<ByteString> chain = new ArrayList<>();
    for (String name : List.of("leaf.crt", "chain.crt")) {
      byte[] pem = Files.readAllBytes(KEYS.resolve(name));
      for (Certificate each :
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem))) {
        chain.add(ByteString.of(each.getEncoded()));
      }
    }
    var material = new VerificationMaterial(new CertificateChain(chain), List.of(), List.of());
    return message -> new Signer.Signed(signer.sign(message).value(), material);
  }

  private static int layers(Repository repository, Descriptor image, String suffix)
      throws IOException {
    String tag = "sha256-" + image.digest().encoded() + suffix;
    return ((ImageManifest) repository.require(tag).manifest()).layers().size();
  }
}
