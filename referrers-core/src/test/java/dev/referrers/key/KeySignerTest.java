package dev.referrers.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.referrers.attestation.VerificationMaterial;
import dev.referrers.error.UnusableKeyException;
import dev.referrers.error.UnusableKeyException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdDSAParameterSpec;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeySignerTest {

  private static final ByteString MESSAGE = ByteString.encodeUtf8("hello world");

  @ParameterizedTest
  @CsvSource({
    "ec-p256, SHA256withECDSA",
    "p384, SHA384withECDSA",
    "p521, SHA512withECDSA",
    "rsa2048, SHA256withRSA"
  })
  void signsAsCosignDoes(String name, String algorithm) throws Exception {
    KeyPair pair = pair(name);

    var signed = KeySigner.of(pair).sign(MESSAGE);

    assertThat(jdkVerifies(Signature.getInstance(algorithm), pair.getPublic(), signed.value()))
        .isTrue();
    assertThat(signed.material())
        .isEqualTo(VerificationMaterial.ofKey(PublicKeys.hint(pair.getPublic())));
  }

  @Test
  void signsPrehashedWithEd25519() throws Exception {
    KeyPair pair = pair("ed25519");
    var prehash = Signature.getInstance("Ed25519");
    prehash.setParameter(new EdDSAParameterSpec(true));
    var plain = Signature.getInstance("Ed25519");

    ByteString signature = KeySigner.of(pair).sign(MESSAGE).value();

    assertThat(jdkVerifies(prehash, pair.getPublic(), signature)).isTrue();
    assertThat(jdkVerifies(plain, pair.getPublic(), signature)).isFalse();
  }

  @Test
  void signsMessagesThemselvesWithEd25519OnRequest() throws Exception {
    KeyPair pair = pair("ed25519");
    var plain = Signature.getInstance("Ed25519");

    ByteString signature = KeySigner.of(pair).withoutPrehashing().sign(MESSAGE).value();

    assertThat(jdkVerifies(plain, pair.getPublic(), signature)).isTrue();
  }

  @Test
  void keepsBackSignaturesThatThePublicKeyDoesNotVerify() throws IOException {
    var signer = KeySigner.of(pair("ec-p256").getPrivate(), pair("ec-p256-params").getPublic());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> signer.sign(MESSAGE))
        .withMessageMatching("Public key \\S{44} does not belong to the private key");
  }

  @Test
  void saysWhenTheKeyDoesNotSign() throws IOException {
    var signer = KeySigner.of(new Unsuitable(), pair("ec-p256").getPublic());

    assertThatExceptionOfType(UnusableKeyException.class)
        .isThrownBy(() -> signer.sign(MESSAGE))
        .withMessage("Private key: expected a signature but its provider makes none")
        .returns(Reason.REFUSED, UnusableKeyException::reason)
        .withCauseInstanceOf(GeneralSecurityException.class);
  }

  @Test
  void signsWithAnEntryOfAKeyStore() throws Exception {
    KeyStore store = store("changeit");

    var signed = KeySigner.of(store, "signer", "changeit".toCharArray()).sign(MESSAGE);

    PublicKey key = store.getCertificate("signer").getPublicKey();
    assertThat(Signatures.JDK.verifies(key, MESSAGE, signed.value())).isTrue();
  }

  @Test
  void saysWhatIsWrongWithAnEntryOfAKeyStore() throws Exception {
    KeyStore store = store("changeit");

    assertThatExceptionOfType(UnusableKeyException.class)
        .isThrownBy(() -> KeySigner.of(store, "signer", "wrong".toCharArray()))
        .withMessage("Private key: expected the password of entry signer but was another")
        .returns(Reason.PASSWORD, UnusableKeyException::reason);
    assertThatExceptionOfType(UnusableKeyException.class)
        .isThrownBy(() -> KeySigner.of(store, "other", "changeit".toCharArray()))
        .withMessage(
            "Private key: expected a private key with a certificate as entry other but there is"
                + " none")
        .returns(Reason.UNSUPPORTED, UnusableKeyException::reason);
    assertThatExceptionOfType(UnusableKeyException.class)
        .isThrownBy(() -> KeySigner.of(KeyStore.getInstance("PKCS12"), "signer", null))
        .withMessage("Private key: expected entry signer but its store fails")
        .returns(Reason.REFUSED, UnusableKeyException::reason);
  }

  @Test
  void signsNoMoreOnceClosed() throws IOException {
    var signer = KeySigner.of(pair("ec-p256"));

    signer.close();
    signer.close();

    assertThatIllegalStateException()
        .isThrownBy(() -> signer.sign(MESSAGE))
        .withMessage("KeySigner is closed");
  }

  @Test
  void showsNothingOfThePrivateKey() throws IOException {
    assertThat(KeySigner.of(pair("ec-p256")))
        .hasToString("KeySigner of WXHzFZ6vU/c68Hghm5huzGhpEZ3TVf8jYW5XPCvAj1E=");
  }

  /** A key that no provider takes. */
  private static final class Unsuitable implements PrivateKey {

    @Override
    public String getAlgorithm() {
      return "EC";
    }

    @Override
    public String getFormat() {
      return "none";
    }

    @Override
    public byte[] getEncoded() {
      return new byte[0];
    }
  }

  private static KeyStore store(String password) throws Exception {
    var store = KeyStore.getInstance("PKCS12");
    try (var file = Files.newInputStream(Path.of("src/test/resources/vectors/keys/store.p12"))) {
      store.load(file, password.toCharArray());
    }
    return store;
  }

  private static KeyPair pair(String name) throws IOException {
    String file = name + (name.contains("-params") ? ".pem" : ".plain.pem");
    return PrivateKeys.parsePem(KeyVectors.file(file), null);
  }

  private static boolean jdkVerifies(Signature verifier, PublicKey key, ByteString signature)
      throws GeneralSecurityException {
    verifier.initVerify(key);
    verifier.update(MESSAGE.toByteArray());
    return verifier.verify(signature.toByteArray());
  }
}
