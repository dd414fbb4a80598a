package dev.referrers.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.Verification;
import dev.referrers.attestation.Expectation;
import dev.referrers.attestation.Subject;
import dev.referrers.cosign.CosignTags;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** We verify what cosign stores under its tags, with and without a referrers API. */
class CosignTagsInterop {

  private static final List<String> LEGACY =
      List.of("--new-bundle-format=false", "--use-signing-config=false", "--tlog-upload=false");

  @TempDir Path data;
  @TempDir Path home;

  @ParameterizedTest
  @ValueSource(strings = {"olareg", "distribution"})
  void weVerifyWhatCosignStores(String kind) throws IOException, GeneralSecurityException {
    try (Peer peer = Peer.start(kind, data)) {
      KeyFiles p256 = KeyFiles.create("p256", home);
      KeyFiles rsa = KeyFiles.create("rsa", home);
      Repository repository = peer.repository("acme/api");
      Descriptor image = Images.push(repository, "1.0");
      String reference = peer.host() + "/acme/api@" + image.digest();
      Client cosign = Client.cosign(home);
      for (KeyFiles key : List.of(p256, rsa)) {
        String file = key.privateKey(cosign);
        run(cosign, "sign", "--key", file, "-a", "by=" + key.name(), reference);
        run(cosign, "attest", "--key", file, "--predicate", sbom(), "--type", "spdx", reference);
      }

      for (KeyFiles key : List.of(p256, rsa)) {
        var signed = Expectation.SIGNATURE;
        assertThat(verified(repository, "", image, key, signed)).isOne();
        assertThat(
                verified(repository, "", image, key, signed.withClaims(Map.of("by", key.name()))))
            .isOne();
        assertThat(verified(repository, "", image, key, signed.withClaims(Map.of("by", "them"))))
            .isZero();
        assertThat(verified(repository, "", image, key, Expectation.attestation("spdx"))).isOne();
        assertThat(verified(repository, "", image, key, Expectation.attestation("cyclonedx")))
            .isZero();
      }
      var stranger = KeyFiles.create("p384", home);
      assertThat(verified(repository, "", image, stranger, Expectation.ANY)).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"olareg", "distribution"})
  void anotherRepositoryAndAPrefix(String kind) throws IOException, GeneralSecurityException {
    try (Peer peer = Peer.start(kind, data)) {
      KeyFiles key = KeyFiles.create("p256", home);
      Descriptor image = Images.push(peer.repository("acme/api"), "1.0");
      Repository store = peer.repository("acme/store");
      Client cosign = Client.cosign(home).with("COSIGN_REPOSITORY", store.location());
      run(
          cosign,
          "sign",
          "--key",
          key.privateKey(cosign),
          "--attachment-tag-prefix",
          "pre-",
          peer.host() + "/acme/api@" + image.digest());

      assertThat(verified(store, "pre-", image, key, Expectation.SIGNATURE)).isOne();
      assertThat(verified(store, "", image, key, Expectation.SIGNATURE)).isZero();
      assertThat(verified(peer.repository("acme/api"), "pre-", image, key, Expectation.SIGNATURE))
          .isZero();
    }
  }

  private String sbom() throws IOException {
    return Files.writeString(home.resolve("sbom.json"), "{\"spdxVersion\":\"SPDX-2.3\"}")
        .toString();
  }

  private static void run(Client cosign, String command, String... arguments) {
    List<String> words = new ArrayList<>(List.of(command));
    words.addAll(LEGACY);
    words.addAll(List.of(arguments));
    cosign.run(words.toArray(String[]::new));
  }

  private static int verified(
      Repository store, String prefix, Descriptor image, KeyFiles key, Expectation expected)
      throws IOException {
    var report =
        Verification.of(CosignTags.in(store).withPrefix(prefix), key.verifier())
            .verify(Subject.of(image.digest()), expected);
    return report.verified().size();
  }
}
