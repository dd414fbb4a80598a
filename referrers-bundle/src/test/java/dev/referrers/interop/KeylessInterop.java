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
import dev.referrers.interop.Sigstore.Rekor;
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
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Keyless signatures of files by us and by cosign, of a sigstore instance without the internet. */
class KeylessInterop {

  private static final ByteString BLOB = ByteString.encodeUtf8("a release, über alles\n");
  private static final String PREDICATE = "https://example.org/predicate/v1";

  @AutoClose private static Sigstore sigstore;

  @TempDir Path home;

  @BeforeAll
  static void startSigstore(@TempDir Path services) {
    sigstore = Sigstore.start(services);
  }

  @ParameterizedTest
  @EnumSource
  void cosignVerifiesWhatWeAttest(Rekor rekor) throws IOException {
    Path bundle = write(attest(sigstore.signer(rekor)));

    verifyKeyless(rekor, "verify-blob-attestation", bundle, "--type", PREDICATE);
  }

  @ParameterizedTest
  @EnumSource
  void cosignVerifiesWhatWeSign(Rekor rekor) throws IOException {
    Signer.Signed signed = sigstore.signer(rekor).sign(BLOB);
    var content = new MessageSignature(signed.value(), Digest.sha256(BLOB));
    Path bundle = write(Attestation.of(content, signed.material()));

    verifyKeyless(rekor, "verify-blob", bundle);
  }

  @ParameterizedTest
  @EnumSource
  void weVerifyWhatWeSign(Rekor rekor) throws IOException {
    Signer.Signed signed = sigstore.signer(rekor).sign(BLOB);
    var content = new MessageSignature(signed.value(), Digest.sha256(BLOB));

    assertThat(verdict(Attestation.of(content, signed.material())))
        .isInstanceOf(Verdict.Verified.class);
  }

  @ParameterizedTest
  @EnumSource
  void weVerifyWhatCosignAttests(Rekor rekor) throws IOException {
    Path bundle = home.resolve("bundle.json");
    Path statement = Files.write(home.resolve("statement.json"), statement().toByteArray());

    cosignSigns(rekor, "attest-blob", bundle, "--statement", statement.toString());

    var attestation = SigstoreBundle.parse(ByteString.of(Files.readAllBytes(bundle)));
    assertThat(verdict(attestation)).isInstanceOf(Verdict.Verified.class);
  }

  @ParameterizedTest
  @EnumSource
  void weVerifyWhatCosignSigns(Rekor rekor) throws IOException {
    Path bundle = home.resolve("bundle.json");

    cosignSigns(rekor, "sign-blob", bundle, blob().toString());

    var attestation = SigstoreBundle.parse(ByteString.of(Files.readAllBytes(bundle)));
    assertThat(verdict(attestation)).isInstanceOf(Verdict.Verified.class);
  }

  /** No certificate, but a log entry and a timestamp all the same. */
  @ParameterizedTest
  @CsvSource({"V2,EC,256", "V2,RSA,2048", "V2,RSA,4096", "V1,EC,256", "V1,RSA,4096"})
  void cosignAndWeVerifyWhatAKeySignsAndLogs(Rekor rekor, String algorithm, int size)
      throws Exception {
    KeyPair keys = keys(algorithm, size);
    var attestation =
        attest(LoggedSigner.of(KeySigner.of(keys), keys.getPublic(), sigstore.config(rekor)));
    Path key = Files.writeString(home.resolve("key.pub"), pem(keys.getPublic()));

    assertThat(verdict(attestation, keys.getPublic())).isInstanceOf(Verdict.Verified.class);
    verify(
        rekor,
        "verify-blob-attestation",
        write(attestation),
        "--type",
        PREDICATE,
        "--key",
        key.toString());
  }

  /** The second time the log has it, and with it the time of the first. */
  @Test
  void whatALogHasAlreadyIsTakenFromThere() throws Exception {
    KeyPair keys = keys("RSA", 2048);
    var signer = LoggedSigner.of(KeySigner.of(keys), keys.getPublic(), sigstore.config(Rekor.V1));
    var first = attest(signer);
    attest(sigstore.signer(Rekor.V1));

    var second = attest(signer);

    assertThat(second.content()).isEqualTo(first.content());
    assertThat(second.material()).isNotEqualTo(first.material()); // the tree has grown
    assertThat(verdict(second, keys.getPublic())).isInstanceOf(Verdict.Verified.class);
  }

  /** cosign 3.1.3 verifies attestations with SHA-256 whatever the key, so none of these. */
  @ParameterizedTest
  @CsvSource({"EC,384", "EC,521", "Ed25519,255"})
  void weVerifyWhatAKeySignsAndLogs(String algorithm, int size) throws Exception {
    KeyPair keys = keys(algorithm, size);
    var attestation =
        attest(LoggedSigner.of(KeySigner.of(keys), keys.getPublic(), sigstore.config(Rekor.V2)));

    assertThat(verdict(attestation, keys.getPublic())).isInstanceOf(Verdict.Verified.class);
  }

  @Test
  void fulciosRefusalIsTold() throws IOException {
    String token = sigstore.token();
    String forged = token.substring(0, token.lastIndexOf('.') + 1) + "AAAA";
    var signer = KeylessSigner.of(sigstore.config(Rekor.V2), () -> forged);

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

  private void verifyKeyless(Rekor rekor, String command, Path bundle, String... options)
      throws IOException {
    List<String> all = new ArrayList<>(sigstore.expectedBy(Sigstore.EMAIL));
    all.addAll(List.of(options));
    verify(rekor, command, bundle, all.toArray(String[]::new));
  }

  private void verify(Rekor rekor, String command, Path bundle, String... options)
      throws IOException {
    List<String> words = new ArrayList<>(List.of(command, "--bundle", bundle.toString()));
    words.addAll(sigstore.rootFile(home));
    if (rekor == Rekor.V2) {
      words.add("--use-signed-timestamps");
    }
    words.addAll(List.of(options));
    words.add(blob().toString());
    Client.cosign(home).run(words.toArray(String[]::new));
  }

  private void cosignSigns(Rekor rekor, String command, Path bundle, String... rest)
      throws IOException {
    List<String> words = new ArrayList<>(List.of(command, "--bundle", bundle.toString()));
    words.addAll(sigstore.rootFile(home));
    words.addAll(sigstore.configFile(rekor, home));
    words.addAll(List.of(rest));
    Client.cosign(home).run(words.toArray(String[]::new));
  }
}
