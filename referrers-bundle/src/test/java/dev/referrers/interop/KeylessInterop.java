package dev.referrers.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.Envelope;
import dev.referrers.attestation.Expectation;
import dev.referrers.attestation.MessageSignature;
import dev.referrers.attestation.Signer;
import dev.referrers.attestation.Subject;
import dev.referrers.attestation.Verdict;
import dev.referrers.bundle.KeylessSigner;
import dev.referrers.bundle.LoggedSigner;
import dev.referrers.bundle.SigstoreBundle;
import dev.referrers.bundle.SigstoreVerifier;
import dev.referrers.error.SigningServiceException;
import dev.referrers.key.KeySigner;
import dev.referrers.oci.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import okio.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keyless signatures of files by us and by cosign, of a sigstore instance without the internet. */
class KeylessInterop {

  private static final ByteString BLOB = ByteString.encodeUtf8("a release, über alles\n");
  private static final String PREDICATE = "https://example.org/predicate/v1";

  @TempDir static Path data;
  private static Sigstore sigstore;

  @TempDir Path home;

  @BeforeAll
  static void startSigstore() {
    sigstore = Sigstore.start(data);
  }

  @AfterAll
  static void stopSigstore() {
    sigstore.close();
  }

  @Test
  void cosignVerifiesWhatWeAttest() throws IOException {
    Path bundle = write(attest(sigstore.signer()));

    verifyKeyless("verify-blob-attestation", bundle, "--type", PREDICATE);
  }

  @Test
  void cosignVerifiesWhatWeSign() throws IOException {
    Signer.Signed signed = sigstore.signer().sign(BLOB);
    var content = new MessageSignature(signed.value(), Digest.sha256(BLOB));
    Path bundle = write(Attestation.of(content, signed.material()));

    verifyKeyless("verify-blob", bundle);
  }

  @Test
  void weVerifyWhatWeSign() throws IOException {
    Signer.Signed signed = sigstore.signer().sign(BLOB);
    var content = new MessageSignature(signed.value(), Digest.sha256(BLOB));

    assertThat(verdict(Attestation.of(content, signed.material())))
        .isInstanceOf(Verdict.Verified.class);
  }

  @Test
  void weVerifyWhatCosignAttests() throws IOException {
    Path bundle = home.resolve("bundle.json");
    Path statement = Files.write(home.resolve("statement.json"), statement().toByteArray());

    cosignSigns("attest-blob", bundle, "--statement", statement.toString());

    var attestation = SigstoreBundle.parse(ByteString.of(Files.readAllBytes(bundle)));
    assertThat(verdict(attestation)).isInstanceOf(Verdict.Verified.class);
  }

  @Test
  void weVerifyWhatCosignSigns() throws IOException {
    Path bundle = home.resolve("bundle.json");

    cosignSigns("sign-blob", bundle, blob().toString());

    var attestation = SigstoreBundle.parse(ByteString.of(Files.readAllBytes(bundle)));
    assertThat(verdict(attestation)).isInstanceOf(Verdict.Verified.class);
  }

  /** No certificate, but a log entry and a timestamp all the same. */
  @ParameterizedTest
  @CsvSource({"EC,256", "RSA,2048", "RSA,4096"})
  void cosignAndWeVerifyWhatAKeySignsAndLogs(String algorithm, int size) throws Exception {
    KeyPair keys = keys(algorithm, size);
    var attestation =
        attest(LoggedSigner.of(KeySigner.of(keys), keys.getPublic(), sigstore.config()));
    Path key = Files.writeString(home.resolve("key.pub"), pem(keys.getPublic()));

    assertThat(verdict(attestation, keys.getPublic())).isInstanceOf(Verdict.Verified.class);
    verify(
        "verify-blob-attestation",
        write(attestation),
        "--type",
        PREDICATE,
        "--key",
        key.toString());
  }

  /** cosign 3.1.3 verifies attestations with SHA-256 whatever the key, so none of these. */
  @ParameterizedTest
  @CsvSource({"EC,384", "EC,521", "Ed25519,255"})
  void weVerifyWhatAKeySignsAndLogs(String algorithm, int size) throws Exception {
    KeyPair keys = keys(algorithm, size);
    var attestation =
        attest(LoggedSigner.of(KeySigner.of(keys), keys.getPublic(), sigstore.config()));

    assertThat(verdict(attestation, keys.getPublic())).isInstanceOf(Verdict.Verified.class);
  }

  @Test
  void fulciosRefusalIsTold() throws IOException {
    String token = sigstore.token();
    String forged = token.substring(0, token.lastIndexOf('.') + 1) + "AAAA";
    var signer = KeylessSigner.of(sigstore.config(), () -> forged);

    assertThatThrownBy(() -> signer.sign(BLOB))
        .isInstanceOf(SigningServiceException.class)
        .hasMessageContaining("Certificate authority 127.0.0.1")
        .hasMessageContaining("expected status 200 or 201 but was 400")
        .hasMessageNotContaining(token);
  }

  private static Attestation attest(Signer signer) throws IOException {
    var statement = statement();
    var message = Envelope.preAuthenticationEncoding(Envelope.IN_TOTO, statement);
    Signer.Signed signed = signer.sign(message);
    var signature = Envelope.Signature.of(signed.value());
    return Attestation.of(
        new Envelope(Envelope.IN_TOTO, statement, List.of(signature)), signed.material());
  }

  private static Verdict verdict(Attestation attestation) throws IOException {
    return sigstore.verifier(Sigstore.EMAIL).verify(attestation, Subject.of(BLOB), Expectation.ANY);
  }

  private static Verdict verdict(Attestation attestation, PublicKey key) throws IOException {
    return SigstoreVerifier.of(sigstore.root(), key)
        .verify(attestation, Subject.of(BLOB), Expectation.attestation(PREDICATE));
  }

  private static KeyPair keys(String algorithm, int size) throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(size);
    return generator.generateKeyPair();
  }

  private static String pem(PublicKey key) {
    return "-----BEGIN PUBLIC KEY-----\n"
        + ByteString.of(key.getEncoded()).base64().replaceAll("(.{64})", "$1\n")
        + "\n-----END PUBLIC KEY-----\n";
  }

  private static ByteString statement() {
    return ByteString.encodeUtf8(
        """
        {"_type":"https://in-toto.io/Statement/v1","subject":[{"name":"ü","digest":{"sha256":"%s"}}],\
        "predicateType":"%s","predicate":{}}"""
            .formatted(BLOB.sha256().hex(), PREDICATE));
  }

  private Path blob() throws IOException {
    return Files.write(home.resolve("blob"), BLOB.toByteArray());
  }

  private Path write(Attestation attestation) throws IOException {
    var bundle = SigstoreBundle.write(attestation);
    return Files.write(home.resolve("bundle.json"), bundle.toByteArray());
  }

  private void verifyKeyless(String command, Path bundle, String... options) throws IOException {
    List<String> all = new ArrayList<>(sigstore.expectedBy(Sigstore.EMAIL));
    all.addAll(List.of(options));
    verify(command, bundle, all.toArray(String[]::new));
  }

  private void verify(String command, Path bundle, String... options) throws IOException {
    List<String> words = new ArrayList<>(List.of(command, "--bundle", bundle.toString()));
    words.addAll(sigstore.rootFile(home));
    words.add("--use-signed-timestamps");
    words.addAll(List.of(options));
    words.add(blob().toString());
    Client.cosign(home).run(words.toArray(String[]::new));
  }

  private void cosignSigns(String command, Path bundle, String... rest) throws IOException {
    List<String> words = new ArrayList<>(List.of(command, "--bundle", bundle.toString()));
    words.addAll(sigstore.rootFile(home));
    words.addAll(sigstore.configFile(home));
    words.addAll(List.of(rest));
    Client.cosign(home).run(words.toArray(String[]::new));
  }
}
