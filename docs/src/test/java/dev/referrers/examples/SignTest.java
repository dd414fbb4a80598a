package dev.referrers.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.testing.FakeRegistry;
import dev.referrers.testing.FakeRepository;
import dev.referrers.testing.Fault;
import dev.referrers.testing.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs {@code sign}, {@code attest} and {@code verify}, with keys. */
class SignTest {

  private static final String BUNDLE = "application/vnd.dev.sigstore.bundle.v0.3+json";

  private final FakeRegistry registry = FakeRegistry.start();
  private final FakeRepository stored = registry.repository("acme/api");
  private final Descriptor image = stored.pushImage("v1");
  private final String ref = registry.host() + "/acme/api:v1";

  @TempDir private Path folder;
  private KeyFile key = new KeyFile("", "");
  private String predicate = "";

  @BeforeEach
  void write() throws IOException {
    key = KeyFile.create(folder, "key");
    predicate = Files.writeString(folder.resolve("predicate.json"), "{ \"a\": 1 }").toString();
  }

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void whatIsSignedVerifies() {
    Run signed = sign();
    Run verified = verify();

    assertThat(signed.code()).isZero();
    assertThat(signed.lines().get(0))
        .contains(
            "\"subject\":\"" + image.digest() + "\",\"layout\":\"bundle\",\"listedBy\":\"api\"");
    assertThat(verified.code()).isZero();
    assertThat(verified.lines())
        .hasSize(1)
        .allMatch(
            line -> line.startsWith("{\"digest\":\"" + manifest(signed) + "\",\"verified\":true"));
  }

  @Test
  void anotherKeysSignatureIsRejectedWithAReason() throws IOException {
    sign();
    String other = KeyFile.create(folder, "other").publicKey();

    Run verified = Run.of("verify", ref, "--plain-http", "--key", other);

    assertThat(verified.code()).isOne();
    assertThat(verified.lines().get(0))
        .contains(
            "\"verified\":false,\"reason\":\"signature\",\"message\":\"Expected a signature by");
  }

  @Test
  void anAttestationIsNoSignature() {
    assertThat(attest().code()).isZero();

    assertThat(verify().code()).isOne();
    assertThat(verify("--type", "spdx").code()).isOne();
    assertThat(verify("--type", "slsaprovenance1").code()).isZero();
  }

  @Test
  void claimsAreAskedFor() {
    sign("--annotation", "by=ci");

    assertThat(verify("--annotation", "by=ci").code()).isZero();
    assertThat(verify("--annotation", "by=me").lines().get(0)).contains("\"reason\":\"predicate\"");
  }

  @Test
  void replacesWhatIsOfTheSameType() {
    attest();
    attest("--replace");

    assertThat(Run.of("discover", ref, "--plain-http", "--artifact-type", BUNDLE).lines())
        .hasSize(1);
  }

  @Test
  void signsAnIndexAndItsChildren() {
    Descriptor index = stored.pushIndex("multi", List.of(image));
    String multi = registry.host() + "/acme/api:multi";

    Run signed = Run.of("sign", multi, "--plain-http", "--key", key.privateKey(), "--recursive");

    assertThat(signed.lines()).hasSize(2);
    assertThat(signed.lines().get(0)).contains(index.digest().toString());
    assertThat(verify().code()).isZero();
  }

  @Test
  void signingAgainStoresNothing() {
    sign();

    Run again = sign();

    assertThat(again.code()).isZero();
    assertThat(again.diagnostics()).isEqualTo(manifest(again) + " is there already\n");
    assertThat(stored.referrers(image.digest())).hasSize(1);
  }

  @Test
  void anotherRepositoryMayHoldThem() {
    String other = registry.host() + "/acme/signatures";
    sign("--attestation-repository", other);

    assertThat(verify().code()).isOne();
    assertThat(verify("--attestation-repository", other).code()).isZero();
    assertThat(stored.referrers(image.digest())).isEmpty();
  }

  @Test
  void nothingAttachedIsANegativeAnswer() {
    Run verified = verify();

    assertThat(verified.code()).isOne();
    assertThat(verified.lines()).isEmpty();
    assertThat(verified.diagnostics()).contains("no signature is attached to " + image.digest());
    assertThat(verify("--type", "spdx").diagnostics())
        .contains("no attestation of type https://spdx.dev/Document is attached to ");
  }

  @Test
  void whatIsNoBundleIsRejected() {
    stored.addReferrer(image, BUNDLE, Annotations.NONE);

    Run verified = verify();

    assertThat(verified.code()).isOne();
    assertThat(verified.lines().get(0)).contains("\"verified\":false,\"reason\":\"malformed\"");
  }

  @Test
  void whatCannotBeHadIsAnError() {
    sign();
    registry.fault(Route.GET_BLOB, Fault.status(403).always());

    Run verified = verify();

    assertThat(verified.code()).isEqualTo(2);
    assertThat(verified.lines().get(0)).contains("\"verified\":false,\"reason\":\"unavailable\"");
  }

  @Test
  void cosignsKeyFilesSign() {
    assumeThat(System.getenv("COSIGN_PASSWORD")).isNull();
    String file = "../referrers-cosign-compat/src/test/resources/vectors/keys/ec-p256-nopass";

    assertThat(Run.of("sign", ref, "--plain-http", "--key", file + ".key").code()).isZero();
    assertThat(Run.of("verify", ref, "--plain-http", "--key", file + ".pub").code()).isZero();
  }

  @Test
  void aPublicKeyDoesNotSign() {
    Run signed = Run.of("sign", ref, "--plain-http", "--key", key.publicKey());

    assertThat(signed.code()).isEqualTo(2);
    assertThat(signed.diagnostics()).startsWith("sign: Private key");
    assertThat(registry.requests()).isEmpty();
  }

  @Test
  void aKeyWithAPasswordAsksForTheVariable() {
    assumeThat(System.getenv("COSIGN_PASSWORD")).isNull();
    String vectors = "/src/test/resources/vectors/keys/ec-p256";

    for (String file :
        List.of(
            "../referrers-cosign-compat" + vectors + ".key",
            "../referrers-core" + vectors + ".pbes2.pem")) {
      Run signed = Run.of("sign", ref, "--plain-http", "--key", file);

      assertThat(signed.code()).isEqualTo(2);
      assertThat(signed.diagnostics())
          .contains("key " + file + " needs its password in the environment, as COSIGN_PASSWORD");
    }
  }

  @Test
  void aVerifierNeedsToKnowWhomToTrust() {
    Run verified = Run.of("verify", ref, "--plain-http");

    assertThat(verified.code()).isEqualTo(2);
    assertThat(verified.diagnostics())
        .startsWith("verify: needs --key, or --identity and --issuer");
  }

  @Test
  void aPredicateThatIsNoObjectIsRefused() throws IOException {
    Files.writeString(folder.resolve("predicate.json"), "[]");

    assertThat(attest().code()).isEqualTo(2);
    assertThat(stored.referrers(image.digest())).isEmpty();
  }

  private Run sign(String... more) {
    return run(List.of("sign", ref, "--plain-http", "--key", key.privateKey()), more);
  }

  private Run attest(String... more) {
    return run(
        List.of(
            "attest",
            ref,
            "--plain-http",
            "--key",
            key.privateKey(),
            "--predicate",
            predicate,
            "--type",
            "slsaprovenance1"),
        more);
  }

  private Run verify(String... more) {
    return run(List.of("verify", ref, "--plain-http", "--key", key.publicKey()), more);
  }

  private static Run run(List<String> words, String... more) {
    List<String> all = new ArrayList<>(words);
    all.addAll(List.of(more));
    return Run.of(all.toArray(String[]::new));
  }

  private static String manifest(Run signed) {
    return signed.lines().get(0).split("\"", -1)[3];
  }
}
