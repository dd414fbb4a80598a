package dev.referrers.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.AttestationQuery;
import dev.referrers.AttestationReader;
import dev.referrers.Attestations;
import dev.referrers.Candidate;
import dev.referrers.Verification;
import dev.referrers.attestation.Artifact;
import dev.referrers.attestation.Expectation;
import dev.referrers.attestation.Subject;
import dev.referrers.cosign.CosignReferrers;
import dev.referrers.cosign.CosignTags;
import dev.referrers.key.KeyVerifier;
import dev.referrers.key.PublicKeys;
import dev.referrers.manifest.ImageIndex;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Precondition;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import okio.Okio;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * We read and verify what cosign 2 and 3 store under their tags, and cosign 2 in its experimental
 * mode, with and without a referrers API.
 */
class CosignTagsInterop {

  /** A key, its certificate and the chain of that; the password is vector-test. */
  private static final Path KEYS = Path.of("src/test/resources/vectors/keys").toAbsolutePath();

  private static final String SBOM = "{\"spdxVersion\":\"SPDX-2.3\"}";

  @TempDir Path data;
  @TempDir Path home;

  @ParameterizedTest
  @CsvSource({"olareg, V2", "olareg, V3", "distribution, V2", "distribution, V3"})
  void weVerifyWhatCosignStores(String kind, Cosign version)
      throws IOException, GeneralSecurityException {
    try (Peer peer = Peer.start(kind, data)) {
      List<KeyFiles> keys = List.of(KeyFiles.create("p256", home), KeyFiles.create("rsa", home));
      Repository repository = peer.repository("acme/api");
      Descriptor image = Images.push(repository, "1.0");
      String reference = peer.host() + "/acme/api@" + image.digest();
      Client cosign = version.in(home);
      for (KeyFiles key : keys) {
        String file = key.privateKey(cosign);
        version.run(cosign, "sign", "--key", file, "-a", "by=" + key.name(), reference);
        attest(version, cosign, "--key", file, reference);
      }

      for (KeyFiles key : keys) {
        var signed = Expectation.SIGNATURE;
        var byIt = signed.withClaims(Map.of("by", key.name()));
        var byThem = signed.withClaims(Map.of("by", "them"));
        assertThat(verified(repository, image, key, signed)).isOne();
        assertThat(verified(repository, image, key, byIt)).isOne();
        assertThat(verified(repository, image, key, byThem)).isZero();
        assertThat(verified(repository, image, key, Expectation.attestation("spdxjson"))).isOne();
        assertThat(verified(repository, image, key, Expectation.attestation("vuln"))).isZero();
      }
      var stranger = KeyFiles.create("p384", home);
      assertThat(verified(repository, image, stranger, Expectation.ANY)).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"olareg, V2", "olareg, V3", "distribution, V2", "distribution, V3"})
  void anotherRepositoryAndAPrefix(String kind, Cosign version)
      throws IOException, GeneralSecurityException {
    try (Peer peer = Peer.start(kind, data)) {
      KeyFiles key = KeyFiles.create("p256", home);
      Descriptor image = Images.push(peer.repository("acme/api"), "1.0");
      Repository store = peer.repository("acme/store");
      Client cosign = version.in(home).with("COSIGN_REPOSITORY", store.location());
      String file = key.privateKey(cosign);
      String reference = peer.host() + "/acme/api@" + image.digest();
      version.run(cosign, "sign", "--key", file, "--attachment-tag-prefix", "pre-", reference);
      attest(version, cosign, "--key", file, "--attachment-tag-prefix", "pre-", reference);

      var both = CosignTags.in(store).withPrefix("pre-");
      assertThat(verified(both, image, key.verifier(), Expectation.SIGNATURE)).isOne();
      assertThat(verified(both, image, key.verifier(), Expectation.attestation("spdxjson")))
          .isOne();
      var elsewhere = CosignTags.in(peer.repository("acme/api")).withPrefix("pre-");
      assertThat(verified(store, image, key, Expectation.ANY)).isZero();
      assertThat(verified(elsewhere, image, key.verifier(), Expectation.ANY)).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"olareg, V2", "olareg, V3", "distribution, V2", "distribution, V3"})
  void aCertificateBesideTheSignatureOfAKey(String kind, Cosign version) throws IOException {
    try (Peer peer = Peer.start(kind, data)) {
      Repository repository = peer.repository("acme/api");
      Descriptor image = Images.push(repository, "1.0");
      String reference = peer.host() + "/acme/api@" + image.digest();
      Client cosign = version.in(home).with("COSIGN_PASSWORD", "vector-test");
      String[] identity = {
        "--key",
        KEYS.resolve("leaf.key").toString(),
        "--certificate",
        KEYS.resolve("leaf.crt").toString(),
        "--certificate-chain",
        KEYS.resolve("chain.crt").toString(),
        reference
      };
      version.run(cosign, "sign", identity);
      attest(version, cosign, identity);

      var tags = CosignTags.in(repository);
      assertThat(verified(tags, image, vectorKey("leaf"), Expectation.SIGNATURE)).isOne();
      assertThat(verified(tags, image, vectorKey("leaf"), Expectation.attestation("spdxjson")))
          .isOne();
      assertThat(verified(tags, image, vectorKey("p384"), Expectation.ANY)).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"olareg, V2", "olareg, V3", "distribution, V2", "distribution, V3"})
  void anIndexAndAllThatIsInIt(String kind, Cosign version)
      throws IOException, GeneralSecurityException {
    try (Peer peer = Peer.start(kind, data)) {
      KeyFiles key = KeyFiles.create("p256", home);
      Repository repository = peer.repository("acme/api");
      Descriptor amd64 = Images.push(repository, "amd64");
      Descriptor arm64 = Images.push(repository, "arm64");
      var index = ImageIndex.builder().manifests(List.of(amd64, arm64)).build();
      repository.pushTag("1.0", index, Precondition.NONE);
      Client cosign = version.in(home);
      version.run(
          cosign, "sign", "-r", "--key", key.privateKey(cosign), peer.host() + "/acme/api:1.0");

      for (Descriptor each : List.of(repository.resolve("1.0"), amd64, arm64)) {
        assertThat(verified(repository, each, key, Expectation.SIGNATURE)).isOne();
      }
    }
  }

  /** Where the registry has no API, cosign keeps the referrers tag itself. */
  @ParameterizedTest
  @ValueSource(strings = {"olareg", "distribution"})
  void whatCosign2KeepsInReferrers(String kind) throws IOException, GeneralSecurityException {
    try (Peer peer = Peer.start(kind, data)) {
      KeyFiles key = KeyFiles.create("p256", home);
      Repository repository = peer.repository("acme/api");
      Descriptor image = Images.push(repository, "1.0");
      String reference = peer.host() + "/acme/api@" + image.digest();
      Client cosign = Client.cosign2(home).with("COSIGN_EXPERIMENTAL", "1");
      String[] mode = {"--registry-referrers-mode", "oci-1-1", reference};
      Cosign.V2.run(cosign, "sign", words(mode, "--key", key.privateKey(cosign)));
      cosign.run(
          words(
              mode,
              "attach",
              "sbom",
              "--sbom",
              sbom(),
              "--type",
              "spdx",
              "--input-format",
              "json"));

      var referrers = Attestations.in(repository).with(CosignReferrers.decoder());
      var report =
          Verification.of(referrers, key.verifier())
              .verify(Subject.of(image.digest()), Expectation.SIGNATURE);
      assertThat(report.verified()).hasSize(1);
      assertThat(artifacts(referrers, image))
          .containsExactly("cosign-oci-1-1 text/spdx+json " + SBOM);
      assertThat(CosignTags.in(repository).list(image.digest(), AttestationQuery.ALL)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"olareg", "distribution"})
  void theSbomThatCosign2Attaches(String kind) throws IOException {
    try (Peer peer = Peer.start(kind, data)) {
      Repository repository = peer.repository("acme/api");
      Descriptor image = Images.push(repository, "1.0");
      String reference = peer.host() + "/acme/api@" + image.digest();
      Client cosign = Client.cosign2(home);
      cosign.run(
          "attach",
          "sbom",
          "--sbom",
          sbom(),
          "--type",
          "spdx",
          "--input-format",
          "json",
          reference);

      assertThat(artifacts(CosignTags.in(repository), image))
          .containsExactly("cosign text/spdx+json " + SBOM);
    }
  }

  /** Layout, type and content of each. */
  private static List<String> artifacts(AttestationReader reader, Descriptor image)
      throws IOException {
    List<String> found = new ArrayList<>();
    for (Candidate each : reader.list(image.digest(), AttestationQuery.ALL)) {
      if (each.attestation().content() instanceof Artifact artifact) {
        try (var file = Okio.buffer(artifact.files().get(0).open())) {
          found.add(each.layout() + " " + artifact.artifactType() + " " + file.readUtf8());
        }
      }
    }
    return found;
  }

  private static String[] words(String[] last, String... first) {
    return Stream.concat(Stream.of(first), Stream.of(last)).toArray(String[]::new);
  }

  private String sbom() throws IOException {
    return Files.writeString(home.resolve("sbom.json"), SBOM).toString();
  }

  private void attest(Cosign version, Client cosign, String... arguments) throws IOException {
    version.run(cosign, "attest", words(arguments, "--predicate", sbom(), "--type", "spdxjson"));
  }

  private static KeyVerifier vectorKey(String name) throws IOException {
    return KeyVerifier.of(PublicKeys.parsePem(Files.readString(KEYS.resolve(name + ".pub"))));
  }

  private static int verified(
      Repository store, Descriptor image, KeyFiles key, Expectation expected) throws IOException {
    return verified(CosignTags.in(store), image, key.verifier(), expected);
  }

  private static int verified(
      CosignTags tags, Descriptor image, KeyVerifier verifier, Expectation expected)
      throws IOException {
    var report = Verification.of(tags, verifier).verify(Subject.of(image.digest()), expected);
    return report.verified().size();
  }
}
