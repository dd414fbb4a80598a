package dev.referrers.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.AttestationQuery;
import dev.referrers.Attestations;
import dev.referrers.Candidate;
import dev.referrers.ReferrerDecoder;
import dev.referrers.Source;
import dev.referrers.Verification;
import dev.referrers.attestation.Expectation;
import dev.referrers.attestation.Subject;
import dev.referrers.bundle.StoredBundles;
import dev.referrers.cosign.CosignReferrers;
import dev.referrers.cosign.CosignTags;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One view shows what cosign and oras stored in every layout, each thing once. */
class EveryLayoutInterop {

  private static final List<String> OFFLINE =
      List.of("--tlog-upload=false", "--use-signing-config=false");
  private static final String LEGACY = "--new-bundle-format=false";

  @TempDir Path data;
  @TempDir Path home;

  @ParameterizedTest
  @ValueSource(strings = {"olareg", "distribution"})
  void oneViewListsAllOfIt(String kind) throws IOException, GeneralSecurityException {
    try (Peer peer = Peer.start(kind, data)) {
      KeyFiles p256 = KeyFiles.create("p256", home);
      KeyFiles rsa = KeyFiles.create("rsa", home);
      Repository repository = peer.repository("acme/api");
      Descriptor image = Images.push(repository, "1.0");
      store(peer.host() + "/acme/api@" + image.digest(), p256, rsa);
      Source list = kind.equals("olareg") ? Source.REFERRERS_API : Source.REFERRERS_TAG;
      Attestations view =
          Attestations.in(repository)
              .with(StoredBundles.decoder())
              .with(CosignReferrers.decoder())
              .with(CosignTags.in(repository))
              .with(ReferrerDecoder.plain());

      List<Candidate> found = view.list(image.digest(), AttestationQuery.ALL);

      assertThat(found)
          .extracting(each -> each.layout() + " " + each.origins())
          .containsExactlyInAnyOrder(
              "bundle [" + list + "]",
              "referrer [" + list + "]",
              "cosign-oci-1-1 [" + list + ", COSIGN_TAG]", // cosign copies what is under the tag
              "cosign-oci-1-1 [" + list + "]",
              "cosign [COSIGN_TAG]",
              "cosign [COSIGN_TAG]");
      for (Candidate each : found) {
        assertThat(each.attestation().content()).isNotNull();
      }
      assertThat(verified(view, image, p256, Expectation.SIGNATURE)).isEqualTo(2);
      assertThat(verified(view, image, rsa, Expectation.SIGNATURE)).isOne();
      assertThat(verified(view, image, p256, Expectation.attestation("spdx"))).isOne();
      assertThat(verified(view, image, rsa, Expectation.attestation("spdx"))).isZero();
    }
  }

  /** A bundle, both tags of a legacy signer, an experimental signature, and SBOMs of two kinds. */
  private void store(String reference, KeyFiles p256, KeyFiles rsa) throws IOException {
    Client cosign = Client.cosign(home);
    String sbom =
        Files.writeString(home.resolve("sbom.json"), "{\"spdxVersion\":\"SPDX-2.3\"}").toString();
    String key = p256.privateKey(cosign);
    run(cosign, "sign", "--key", key, reference);
    run(cosign, "sign", LEGACY, "--key", key, reference);
    run(cosign, "attest", LEGACY, "--key", key, "--predicate", sbom, "--type", "spdx", reference);
    cosign.run("attach", "sbom", "--sbom", sbom, "--type", "spdx", reference);
    run(
        cosign.with("COSIGN_EXPERIMENTAL", "1"),
        "sign",
        LEGACY,
        "--registry-referrers-mode=oci-1-1",
        "--key",
        rsa.privateKey(cosign),
        reference);
    Client.oras(home)
        .run("attach", "--artifact-type", "application/spdx+json", reference, "sbom.json");
  }

  private static void run(Client cosign, String command, String... arguments) {
    List<String> words = new ArrayList<>(List.of(command));
    words.addAll(OFFLINE);
    words.addAll(List.of(arguments));
    cosign.run(words.toArray(String[]::new));
  }

  private static int verified(
      Attestations view, Descriptor image, KeyFiles key, Expectation expected) throws IOException {
    return Verification.of(view, key.verifier())
        .verify(Subject.of(image.digest()), expected)
        .verified()
        .size();
  }
}
