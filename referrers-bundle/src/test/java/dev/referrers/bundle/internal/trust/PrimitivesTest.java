package dev.referrers.bundle.internal.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Security;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrimitivesTest {

  private static final ByteString MESSAGE = ByteString.encodeUtf8("hello world");

  @ParameterizedTest
  @CsvSource({
    "secp256r1, SHA256withECDSA",
    "secp384r1, SHA384withECDSA",
    "secp521r1, SHA512withECDSA"
  })
  void verifiesWhatTheJdkSigned(String curve, String algorithm) throws Exception {
    KeyPair pair = pair(curve);
    Signature signer = Signature.getInstance(algorithm);
    signer.initSign(pair.getPrivate());
    signer.update(MESSAGE.toByteArray());
    ByteString signature = ByteString.of(signer.sign());

    var signatures = Primitives.SIGNATURES;
    assertThat(signatures.verifies(pair.getPublic(), MESSAGE, signature)).isTrue();
    assertThat(signatures.verifies(pair.getPublic(), MESSAGE.substring(1), signature)).isFalse();
    assertThat(signatures.verifies(pair(curve).getPublic(), MESSAGE, signature)).isFalse();
    assertThat(signatures.verifies(pair.getPublic(), MESSAGE, padded(signature))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"3006020100020100", "3006020101020100", "3006020100020101", "3000"})
  void refusesSignaturesOutOfRange(String der) throws Exception {
    ByteString signature = ByteString.decodeHex(der);

    assertThat(Primitives.SIGNATURES.verifies(pair("secp256r1").getPublic(), MESSAGE, signature))
        .isFalse();
  }

  @Test
  void registersNothing() {
    assertThat(Primitives.BOUNCY_CASTLE.getName()).isEqualTo("BC");
    assertThat(Security.getProvider("BC")).isNull();
  }

  private static ByteString padded(ByteString signature) {
    return ByteString.decodeHex(signature.hex() + "00");
  }

  private static KeyPair pair(String curve) throws Exception {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    return generator.generateKeyPair();
  }
}
