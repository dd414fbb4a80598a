package dev.referrers.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.oci.Digest;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignaturesTest {

  private static final ByteString MESSAGE = ByteString.encodeUtf8("hello world");

  /** Takes a while. */
  private static final KeyPair RSA = rsa(2048);

  @ParameterizedTest
  @ValueSource(strings = {"rsa2048", "p384", "p521", "ed25519"})
  void acceptsWhatCosignSignedAndNothingElse(String name) throws Exception {
    PublicKey key = KeyVectors.publicKey(name);
    var signed = KeyVectors.signedWith(name);

    assertThat(Signatures.JDK.verifies(key, signed.message(), signed.signature())).isTrue();
    assertThat(Signatures.JDK.verifies(key, MESSAGE, signed.signature())).isFalse();
    assertThat(Signatures.JDK.verifies(key, signed.message(), flipped(signed.signature())))
        .isFalse();
    assertThat(Signatures.JDK.verifies(other(name), signed.message(), signed.signature()))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "secp256r1, SHA256withECDSA, true",
    "secp256r1, SHA1withECDSA, false",
    "secp256r1, SHA384withECDSA, false",
    "secp384r1, SHA256withECDSA, true",
    "secp384r1, SHA384withECDSA, true",
    "secp384r1, SHA512withECDSA, false",
    "secp521r1, SHA256withECDSA, true",
    "secp521r1, SHA384withECDSA, false",
    "secp521r1, SHA512withECDSA, true"
  })
  void curvesGoWithTheirOwnHashAndSha256(String curve, String algorithm, boolean good)
      throws Exception {
    KeyPair pair = ec(curve);

    ByteString signature = sign(algorithm, pair.getPrivate(), MESSAGE);

    assertThat(Signatures.JDK.verifies(pair.getPublic(), MESSAGE, signature)).isEqualTo(good);
  }

  @ParameterizedTest
  @CsvSource({
    "SHA256withRSA, true",
    "SHA1withRSA, false",
    "SHA384withRSA, false",
    "SHA512withRSA, false"
  })
  void rsaGoesWithSha256(String algorithm, boolean good) throws Exception {
    KeyPair pair = RSA;

    ByteString signature = sign(algorithm, pair.getPrivate(), MESSAGE);

    assertThat(Signatures.JDK.verifies(pair.getPublic(), MESSAGE, signature)).isEqualTo(good);
  }

  @Test
  void ed25519GoesWithoutPrehashingToo() throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();

    ByteString signature = sign("Ed25519", pair.getPrivate(), MESSAGE);

    assertThat(Signatures.JDK.verifies(pair.getPublic(), MESSAGE, signature)).isTrue();
    assertThat(Signatures.JDK.verifies(pair.getPublic(), MESSAGE, flipped(signature))).isFalse();
  }

  @Test
  void digestsStandForMessages_ecdsa() throws Exception {
    KeyPair pair = ec("secp256r1");

    ByteString signature = sign("SHA256withECDSA", pair.getPrivate(), MESSAGE);

    assertThat(verifiesDigest(pair, Digest.sha256(MESSAGE), signature)).isTrue();
    assertThat(verifiesDigest(pair, Digest.sha256(ByteString.EMPTY), signature)).isFalse();
    assertThat(verifiesDigest(pair, Digest.sha512(MESSAGE), signature)).isFalse();
  }

  @Test
  void digestsStandForMessages_rsa() throws Exception {
    KeyPair pair = RSA;

    ByteString signature = sign("SHA256withRSA", pair.getPrivate(), MESSAGE);

    assertThat(verifiesDigest(pair, Digest.sha256(MESSAGE), signature)).isTrue();
    assertThat(verifiesDigest(pair, Digest.sha256(ByteString.EMPTY), signature)).isFalse();
    assertThat(verifiesDigest(pair, Digest.sha512(MESSAGE), signature)).isFalse();
  }

  @Test
  void digestsOfOddFormStandForNothing() throws Exception {
    KeyPair pair = ec("secp384r1");
    ByteString signature = sign("SHA384withECDSA", pair.getPrivate(), MESSAGE);
    String hex = Hash.SHA_384.of(MESSAGE).hex();

    assertThat(verifiesDigest(pair, new Digest("sha384", hex), signature)).isTrue();
    assertThat(verifiesDigest(pair, new Digest("sha384", hex + "00"), signature)).isFalse();
    assertThat(verifiesDigest(pair, new Digest("sha384", hex.replace('a', 'z')), signature))
        .isFalse();
  }

  /** The JDK hashes for Ed25519ph itself. */
  @Test
  void digestsDoNotDoForEd25519() throws IOException {
    PublicKey key = KeyVectors.publicKey("ed25519");
    var signed = KeyVectors.signedWith("ed25519");

    assertThat(
            Signatures.JDK.verifiesDigest(key, Digest.sha512(signed.message()), signed.signature()))
        .isFalse();
  }

  @Test
  void shortRsaKeysSignNothing() throws Exception {
    KeyPair pair = rsa(1024);

    ByteString signature = sign("SHA256withRSA", pair.getPrivate(), MESSAGE);

    assertThat(Signatures.JDK.verifies(pair.getPublic(), MESSAGE, signature)).isFalse();
    assertThat(verifiesDigest(pair, Digest.sha256(MESSAGE), signature)).isFalse();
  }

  @Test
  void keysOfOtherKindsSignNothing() throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("DSA").generateKeyPair();

    ByteString signature = sign("SHA256withDSA", pair.getPrivate(), MESSAGE);

    assertThat(Signatures.JDK.verifies(pair.getPublic(), MESSAGE, signature)).isFalse();
    assertThat(Signatures.JDK.verifies(x25519(), MESSAGE, signature)).isFalse();
  }

  /** CVE-2020-0601: a generator of one's own makes any public key one's own. */
  @Test
  void curvesWithAnotherGeneratorSignNothing() throws Exception {
    KeyPair pair = ec("secp256r1");
    ByteString signature = sign("SHA256withECDSA", pair.getPrivate(), MESSAGE);
    var key = (ECPublicKey) pair.getPublic();
    ECParameterSpec good = key.getParams();
    var bad = new ECParameterSpec(good.getCurve(), key.getW(), good.getOrder(), 1);

    assertThat(Signatures.JDK.verifies(new Explicit(key, good), MESSAGE, signature)).isTrue();
    assertThat(Signatures.JDK.verifies(new Explicit(key, bad), MESSAGE, signature)).isFalse();
    assertThat(KeyType.of(new Explicit(key, bad))).isNull(); // and not only the JDK refuses it
  }

  /** CVE-2022-21449. */
  @ParameterizedTest
  @ValueSource(strings = {"3006020100020100", "3006020101020100", "3006020100020101"})
  void zeroesSignNothing(String hex) throws Exception {
    PublicKey key = ec("secp256r1").getPublic();

    assertThat(Signatures.JDK.verifies(key, MESSAGE, ByteString.decodeHex(hex))).isFalse();
  }

  @Test
  void ecdsaSignaturesHaveOneForm() throws Exception {
    KeyPair pair = ec("secp256r1");
    ByteString good = sign("SHA256withECDSA", pair.getPrivate(), MESSAGE);
    String hex = good.hex();
    String length = hex.substring(2, 4);

    for (String bad :
        new String[] {
          hex + "00", // more after it
          "3081" + length + hex.substring(4), // a longer length
          "31" + hex.substring(2), // a set
          hex.substring(0, hex.length() - 2), // cut
          "3080" + hex.substring(4) + "0000", // BER
          "30"
        }) {
      assertThat(Signatures.JDK.verifies(pair.getPublic(), MESSAGE, ByteString.decodeHex(bad)))
          .as(bad)
          .isFalse();
    }
    assertThat(Signatures.JDK.verifies(pair.getPublic(), MESSAGE, good)).isTrue();
  }

  @Test
  void rsaPaddingHidesNothing() throws Exception {
    String info = "3031300d060960864801650304020105000420" + MESSAGE.sha256().hex();
    String good = "0001" + "ff".repeat(256 - 3 - info.length() / 2) + "00" + info;
    String tail = "0001" + "ff".repeat(8) + "00" + info + "00".repeat(256 - 11 - info.length() / 2);
    String noNull = "302f300b0609608648016503040201" + "0420" + MESSAGE.sha256().hex();
    String loose = "0001" + "ff".repeat(256 - 3 - noNull.length() / 2) + "00" + noNull;

    assertThat(Signatures.JDK.verifies(RSA.getPublic(), MESSAGE, raw(good))).isTrue();
    assertThat(Signatures.JDK.verifies(RSA.getPublic(), MESSAGE, raw(tail))).isFalse();
    assertThat(Signatures.JDK.verifies(RSA.getPublic(), MESSAGE, raw(loose))).isFalse();
  }

  @Test
  void rsaSignaturesAreBelowTheModulusAndAsLong() throws Exception {
    KeyPair pair = RSA;
    ByteString good = sign("SHA256withRSA", pair.getPrivate(), MESSAGE);
    BigInteger modulus = ((RSAPublicKey) pair.getPublic()).getModulus();
    var more = new BigInteger(1, good.toByteArray()).add(modulus);
    var longer = ByteString.decodeHex("00" + good.hex());

    assertThat(Signatures.JDK.verifies(pair.getPublic(), MESSAGE, longer)).isFalse();
    assertThat(Signatures.JDK.verifies(pair.getPublic(), MESSAGE, fixed(more, 256))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa2048", "p384", "ed25519", "ec-p256"})
  void rubbishIsNoSignature(String name) throws Exception {
    PublicKey key = KeyVectors.publicKey(name);

    for (int length : new int[] {0, 1, 63, 64, 65, 256, 10_000}) {
      ByteString rubbish = ByteString.of(new byte[length]);
      assertThat(Signatures.JDK.verifies(key, MESSAGE, rubbish)).isFalse();
      assertThat(Signatures.JDK.verifiesDigest(key, Digest.sha256(MESSAGE), rubbish)).isFalse();
    }
  }

  /** An EC key as a provider that writes out the parameters would give it. */
  private record Explicit(ECPublicKey key, ECParameterSpec params) implements ECPublicKey {

    @Override
    public ECPoint getW() {
      return key.getW();
    }

    @Override
    public ECParameterSpec getParams() {
      return params;
    }

    @Override
    public String getAlgorithm() {
      return "EC";
    }

    @Override
    public String getFormat() {
      return key.getFormat();
    }

    @Override
    public byte[] getEncoded() {
      return key.getEncoded();
    }
  }

  private static boolean verifiesDigest(KeyPair pair, Digest digest, ByteString signature) {
    return Signatures.JDK.verifiesDigest(pair.getPublic(), digest, signature);
  }

  private static ByteString raw(String hex) {
    var key = (RSAPrivateKey) RSA.getPrivate();
    var encoded = new BigInteger(hex, 16);
    return fixed(encoded.modPow(key.getPrivateExponent(), key.getModulus()), 256);
  }

  private static ByteString fixed(BigInteger value, int length) {
    String hex = value.toString(16);
    String even = (hex.length() % 2 == 0 ? "" : "0") + hex;
    return ByteString.decodeHex("0".repeat(Math.max(0, 2 * length - even.length())) + even);
  }

  private static ByteString flipped(ByteString signature) {
    byte[] bytes = signature.toByteArray();
    bytes[bytes.length - 1] ^= 1;
    return ByteString.of(bytes);
  }

  private static PublicKey other(String name) throws IOException {
    return KeyVectors.publicKey(name.equals("p384") ? "p521" : "p384");
  }

  private static KeyPair ec(String curve) throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    return generator.generateKeyPair();
  }

  private static KeyPair rsa(int bits) {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static PublicKey x25519() throws GeneralSecurityException {
    return KeyPairGenerator.getInstance("X25519").generateKeyPair().getPublic();
  }

  private static ByteString sign(String algorithm, PrivateKey key, ByteString message)
      throws GeneralSecurityException {
    var signer = Signature.getInstance(algorithm);
    signer.initSign(key);
    signer.update(message.toByteArray());
    return ByteString.of(signer.sign());
  }
}
