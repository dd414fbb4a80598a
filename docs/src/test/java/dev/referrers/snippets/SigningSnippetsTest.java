package dev.referrers.snippets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.Registry;
import dev.referrers.Verification;
import dev.referrers.VerificationReport;
import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.Expectation;
import dev.referrers.attestation.PredicateTypes;
import dev.referrers.attestation.ResourceDescriptor;
import dev.referrers.attestation.Signer;
import dev.referrers.attestation.Statement;
import dev.referrers.attestation.Subject;
import dev.referrers.attestation.Verdict;
import dev.referrers.attestation.VerificationMaterial;
import dev.referrers.bundle.BundlePublisher;
import dev.referrers.bundle.CertificateIdentity;
import dev.referrers.bundle.KeylessSigner;
import dev.referrers.bundle.LoggedSigner;
import dev.referrers.bundle.SigningConfig;
import dev.referrers.bundle.SigstoreBundle;
import dev.referrers.bundle.SigstoreVerifier;
import dev.referrers.bundle.StoredBundles;
import dev.referrers.bundle.TrustedRoot;
import dev.referrers.bundle.TufRepository;
import dev.referrers.cosign.CosignKeys;
import dev.referrers.error.SigningServiceException;
import dev.referrers.key.KeySigner;
import dev.referrers.key.KeyVerifier;
import dev.referrers.key.PrivateKeys;
import dev.referrers.key.PublicKeys;
import dev.referrers.key.Signatures;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Repository;
import dev.referrers.testing.FakeRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the guides say about signing and verifying. */
class SigningSnippetsTest {

  private static final String NOBODY = "http://127.0.0.1:1";
  private static final Path CONFORMANCE =
      Path.of("../referrers-bundle/src/test/resources/conformance");

  private final FakeRegistry registry = FakeRegistry.start();
  private final Descriptor image = registry.repository("acme/api").pushImage("1.4.0");
  private final ByteString provenance =
      ByteString.encodeUtf8("{\"runDetails\":{\"builder\":{\"id\":\"https://builder.example\"}}}");
  private final List<String> printed = new ArrayList<>();
  private final Repository api = open();

  @TempDir private Path folder;

  @AfterEach
  void close() {
    registry.close();
  }

  private Repository open() {
    return Registry.at(registry.host())
        .allowPlainHttp(registry.host())
        .build()
        .repository("acme/api");
  }

  private void print(Object text) {
    printed.add(text.toString());
  }

  @Test
  void signs() throws IOException, GeneralSecurityException {
    KeyPair pair = ecKeys();
    sign(pair);
    PublicKey key = pair.getPublic();

    // region verify
    Verification verification = Verification.of(StoredBundles.in(api), KeyVerifier.of(key));
    Subject subject = Subject.of(image.digest());
    VerificationReport signed = verification.verify(subject, Expectation.SIGNATURE);
    print(signed.holds());
    VerificationReport sboms = verification.verify(subject, Expectation.attestation("spdx"));
    print(sboms.holds()); // the key has signed other things, but no SBOM
    // endregion

    assertThat(printed).containsExactly("true", "false");
  }

  @Test
  void tellsWhyNot() throws IOException, GeneralSecurityException {
    sign(ecKeys());
    Verification verification =
        Verification.of(StoredBundles.in(api), KeyVerifier.of(ecKeys().getPublic()));
    Subject subject = Subject.of(image.digest());

    // region verify-reasons
    for (VerificationReport.Result result :
        verification.verify(subject, Expectation.SIGNATURE).results()) {
      if (result instanceof VerificationReport.Failed failed) {
        print("not known: " + failed.failure().getMessage());
      } else if (result instanceof VerificationReport.Judged judged
          && judged.verdict() instanceof Verdict.Rejected rejected) {
        print(rejected.reason() + ": " + rejected.message());
      }
    }
    // endregion

    assertThat(printed).singleElement().asString().startsWith("SIGNATURE: Expected a signature by");
  }

  @Test
  void decidesByAPolicy() throws IOException, GeneralSecurityException {
    KeyPair pair = ecKeys();
    sign(pair);

    assertThat(admits(pair.getPublic())).isTrue();
    assertThat(admits(ecKeys().getPublic())).isFalse();
  }

  private boolean admits(PublicKey key) throws IOException {
    // region verify-policy
    Verification ours = Verification.of(StoredBundles.in(api), KeyVerifier.of(key));
    Subject subject = Subject.of(api.resolve("1.4.0").digest()); // deploy by this, not by the tag
    VerificationReport signature = ours.verify(subject, Expectation.SIGNATURE);
    VerificationReport slsa =
        ours.verify(subject, Expectation.attestation(PredicateTypes.SLSA_PROVENANCE_V1));
    boolean admitted =
        signature.holds() && slsa.holds(each -> isBuiltBy("https://builder.example", each));
    // endregion
    return admitted;
  }

  private static boolean isBuiltBy(String builder, Verdict.Verified verified) {
    Statement statement = verified.statement();
    ByteString predicate = statement == null ? null : statement.predicate();
    return predicate != null && predicate.utf8().contains(builder);
  }

  @Test
  void readsKeyFiles() throws IOException {
    String vectors = "src/test/resources/vectors/keys";
    Path pem = Path.of("../referrers-core", vectors, "ec-p256.pbes2.pem");
    Path cosignKey = Path.of("../referrers-cosign-compat", vectors, "ec-p256.key");
    Path cosignPub = Path.of("../referrers-cosign-compat", vectors, "ec-p256.pub");
    char[] password = "vector-test".toCharArray();
    // region key-files
    KeyPair pair = PrivateKeys.parsePem(Files.readAllBytes(pem), password); // null for none
    KeyPair cosigns = CosignKeys.parse(ByteString.of(Files.readAllBytes(cosignKey)), password);
    PublicKey trusted = PublicKeys.parsePem(Files.readString(cosignPub));
    // endregion

    assertThat(pair.getPublic()).isEqualTo(trusted);
    assertThat(cosigns.getPublic()).isEqualTo(trusted);
  }

  @Test
  void writesKeyFiles() throws IOException {
    Path newKey = folder.resolve("cosign.key");
    Path newPub = folder.resolve("cosign.pub");
    char[] password = "secret".toCharArray();
    // region key-files-new
    KeyPair made = CosignKeys.generate();
    Files.write(newKey, CosignKeys.write(made.getPrivate(), password).toByteArray());
    Files.writeString(newPub, PublicKeys.pem(made.getPublic()));
    // endregion

    assertThat(CosignKeys.parse(ByteString.of(Files.readAllBytes(newKey)), password).getPublic())
        .isEqualTo(PublicKeys.parsePem(Files.readString(newPub)));
  }

  // region kms
  interface Kms {
    ByteString sign(String keyName, ByteString sha256) throws IOException; // ASN.1 DER
  }

  /** A P-256 key that never leaves the service. */
  record KmsSigner(Kms kms, String keyName, PublicKey key) implements Signer {
    @Override
    public Signed sign(ByteString message) throws IOException {
      ByteString signature = kms.sign(keyName, message.sha256());
      if (!Signatures.JDK.verifies(key, message, signature)) {
        throw new IOException("KMS signed with another key than the public one of " + keyName);
      }
      return new Signed(signature, VerificationMaterial.ofKey(PublicKeys.hint(key)));
    }
  }

  // endregion

  @Test
  void signsByAKms() throws IOException, GeneralSecurityException {
    KeyPair pair = ecKeys();
    Signer signer = new KmsSigner(new LocalKms(pair.getPrivate()), "release", pair.getPublic());
    Attestation signature = Statement.signature(image.digest(), Map.of()).sign(signer);
    BundlePublisher.into(api).build().publish(image, signature);

    Signer other = new KmsSigner(new LocalKms(pair.getPrivate()), "x", ecKeys().getPublic());

    assertThat(
            Verification.of(StoredBundles.in(api), KeyVerifier.of(pair.getPublic()))
                .verify(Subject.of(image.digest()), Expectation.SIGNATURE)
                .holds())
        .isTrue();
    assertThatThrownBy(() -> other.sign(provenance)).hasMessageContaining("another key");
  }

  /** Up to the services, of which there are none here. */
  @Test
  void signsKeyless() {
    SigningConfig services = SigningConfig.of(NOBODY, NOBODY, NOBODY);

    assertThatThrownBy(() -> signKeyless(services)).isInstanceOf(SigningServiceException.class);
    assertThat(registry.repository("acme/api").referrers(image.digest())).isEmpty();
  }

  private void signKeyless(SigningConfig services) throws IOException {
    Path tokenFile = Files.writeString(folder.resolve("token"), token());
    // region sign-keyless
    Signer signer =
        KeylessSigner.of(services, () -> Files.readString(tokenFile).strip())
            .withIdentity(CertificateIdentity.of("ci@example.com", "https://issuer.example.com"));
    Attestation signature = Statement.signature(image.digest(), Map.of()).sign(signer);
    BundlePublisher.into(api).build().publish(image, signature);
    // endregion
  }

  @Test
  void logsWhatAKeySigns() throws GeneralSecurityException {
    KeyPair pair = ecKeys();
    SigningConfig services = SigningConfig.of(NOBODY, NOBODY, NOBODY);
    // region sign-logged
    Signer signer = LoggedSigner.of(KeySigner.of(pair), pair.getPublic(), services);
    // endregion
    assertThatThrownBy(() -> signer.sign(provenance)).isInstanceOf(SigningServiceException.class);
  }

  @Test
  void asksForATrustedRoot() {
    assertThatThrownBy(() -> askForATrustedRoot(NOBODY, ByteString.encodeUtf8("{}")))
        .isInstanceOf(IOException.class);
  }

  private void askForATrustedRoot(String mirror, ByteString rootJson) throws IOException {
    Path cache = folder.resolve("tuf");
    // region trusted-root
    TufRepository sigstore = TufRepository.of(mirror, rootJson, cache); // or publicGood(cache)
    TrustedRoot root = sigstore.trustedRoot();
    SigningConfig services = sigstore.signingConfig();
    // endregion
    assertThat(List.of(root, services)).hasSize(2);
  }

  @Test
  void verifiesKeyless() throws IOException {
    String name = identity();
    String issuer = "https://token.actions.githubusercontent.com";
    Path rootFile = CONFORMANCE.resolve("prod_trusted_root.json");
    Path file = CONFORMANCE.resolve("cases/a.txt");
    Path bundle = CONFORMANCE.resolve("cases/happy-path-v0.3/bundle.sigstore.json");
    // region verify-keyless
    TrustedRoot root = TrustedRoot.parse(ByteString.of(Files.readAllBytes(rootFile)));
    SigstoreVerifier ofCi = SigstoreVerifier.of(root, CertificateIdentity.of(name, issuer));
    Verification images = Verification.of(StoredBundles.in(api), ofCi);
    print(images.verify(Subject.of(image.digest()), Expectation.SIGNATURE).holds());

    Attestation ofFile = SigstoreBundle.parse(ByteString.of(Files.readAllBytes(bundle)));
    Subject content = Subject.of(ByteString.of(Files.readAllBytes(file)));
    Verdict verdict = ofCi.verify(ofFile, content, Expectation.ANY);
    print(verdict instanceof Verdict.Verified verified ? verified.times() : verdict);
    // endregion

    assertThat(printed).hasSize(2).first().isEqualTo("false");
    assertThat(printed.get(1)).startsWith("[20");
  }

  private void sign(KeyPair pair) throws IOException {
    // region sign
    try (KeySigner signer = KeySigner.of(pair)) {
      Statement signature = Statement.signature(image.digest(), Map.of("by", "ci"));
      Statement statement =
          Statement.of(
              List.of(ResourceDescriptor.of(image.digest())),
              PredicateTypes.SLSA_PROVENANCE_V1,
              provenance);
      BundlePublisher.into(api)
          .build()
          .publishAll(image, List.of(signature.sign(signer), statement.sign(signer)));
    }
    // endregion
  }

  private static String identity() {
    return "https://github.com/sigstore-conformance/extremely-dangerous-public-oidc-beacon/"
        + ".github/workflows/extremely-dangerous-oidc-beacon.yml@refs/heads/main";
  }

  /** Of nobody, and not signed. */
  private static String token() {
    String claims =
        "{\"iss\":\"https://issuer.example.com\",\"sub\":\"ci\",\"email\":\"ci@example.com\","
            + "\"email_verified\":true,\"aud\":\"sigstore\",\"iat\":1700000000,\"exp\":4102444800}";
    return part("{\"alg\":\"RS256\"}") + "." + part(claims) + "." + part("none");
  }

  private static String part(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static KeyPair ecKeys() throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    return generator.generateKeyPair();
  }

  private record LocalKms(PrivateKey key) implements Kms {
    @Override
    public ByteString sign(String keyName, ByteString sha256) throws IOException {
      try {
        var signature = Signature.getInstance("NONEwithECDSA");
        signature.initSign(key);
        signature.update(sha256.toByteArray());
        return ByteString.of(signature.sign());
      } catch (GeneralSecurityException e) {
        throw new IOException(e);
      }
    }
  }
}
