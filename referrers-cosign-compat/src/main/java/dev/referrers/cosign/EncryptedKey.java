package dev.referrers.cosign;

import dev.referrers.error.MalformedContentException;
import dev.referrers.error.UnusableKeyException;
import dev.referrers.error.UnusableKeyException.Reason;
import dev.referrers.json.JsonObjectReader;
import dev.referrers.json.JsonObjectWriter;
import dev.referrers.json.StrictJson;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Set;
import okio.ByteString;
import org.bouncycastle.crypto.generators.SCrypt;
import org.jspecify.annotations.Nullable;

/**
 * What is in a key file of cosign: a private key under a password.
 *
 * @param cost N of scrypt
 */
record EncryptedKey(int cost, ByteString salt, ByteString nonce, ByteString ciphertext) {

  private static final String KDF = "scrypt";
  private static final String CIPHER = "nacl/secretbox";

  /** What cosign has written, and will; more would let a file use up the memory. */
  private static final Set<Long> COSTS = Set.of(32768L, 65536L, 131072L);

  /** What cosign writes today. */
  private static final int NEW_COST = 65536;

  private static final int BLOCK_SIZE = 8;
  private static final int PARALLELISM = 1;
  private static final int SALT = 32;

  static EncryptedKey parse(ByteString json) throws MalformedContentException {
    return StrictJson.read(CosignKeys.WHAT, json, EncryptedKey::read);
  }

  static EncryptedKey encrypt(byte[] pkcs8, byte[] password) {
    var random = new SecureRandom();
    byte[] salt = new byte[SALT];
    byte[] nonce = new byte[SecretBox.NONCE];
    random.nextBytes(salt);
    random.nextBytes(nonce);
    return encrypt(pkcs8, password, ByteString.of(salt), ByteString.of(nonce));
  }

  static EncryptedKey encrypt(byte[] pkcs8, byte[] password, ByteString salt, ByteString nonce) {
    byte[] key = derive(password, salt, NEW_COST);
    try {
      var box = ByteString.of(SecretBox.seal(key, nonce.toByteArray(), pkcs8));
      return new EncryptedKey(NEW_COST, salt, nonce, box);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private static byte[] derive(byte[] password, ByteString salt, int cost) {
    return SCrypt.generate(password, salt.toByteArray(), cost, BLOCK_SIZE, PARALLELISM, 32);
  }

  /** The PKCS #8 that is in it. */
  byte[] decrypt(byte[] password) throws UnusableKeyException {
    byte[] key = derive(password, salt, cost);
    try {
      byte[] plain = SecretBox.open(key, nonce.toByteArray(), ciphertext.toByteArray());
      if (plain == null) {
        throw new UnusableKeyException(
            CosignKeys.WHAT,
            Reason.PASSWORD,
            "expected its password but was another, or the file was changed",
            null,
            null);
      }
      return plain;
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /** With its members in cosign's order. */
  ByteString json() {
    return JsonObjectWriter.write(
        this,
        (self, object) -> {
          object.object("kdf", self, EncryptedKey::writeKdf);
          object.object("cipher", self, EncryptedKey::writeCipher);
          object.string("ciphertext", self.ciphertext.base64());
        });
  }

  private static void writeKdf(EncryptedKey key, JsonObjectWriter object) throws IOException {
    object.string("name", KDF);
    object.object("params", key, EncryptedKey::writeParameters);
    object.string("salt", key.salt.base64());
  }

  private static void writeParameters(EncryptedKey key, JsonObjectWriter object)
      throws IOException {
    object.integer("N", key.cost);
    object.integer("r", BLOCK_SIZE);
    object.integer("p", PARALLELISM);
  }

  private static void writeCipher(EncryptedKey key, JsonObjectWriter object) throws IOException {
    object.string("name", CIPHER);
    object.string("nonce", key.nonce.base64());
  }

  private static EncryptedKey read(JsonObjectReader object) throws IOException {
    @Nullable Kdf kdf = null;
    @Nullable ByteString nonce = null;
    @Nullable ByteString ciphertext = null;
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      switch (name) {
        case "kdf" -> kdf = object.object(EncryptedKey::readKdf);
        case "cipher" -> nonce = object.object(EncryptedKey::readCipher);
        case "ciphertext" -> ciphertext = object.string(EncryptedKey::base64);
        default -> object.skip();
      }
    }
    Kdf scrypt = object.required("kdf", kdf);
    return new EncryptedKey(
        scrypt.cost,
        scrypt.salt,
        object.required("cipher", nonce),
        object.required("ciphertext", ciphertext));
  }

  private record Kdf(int cost, ByteString salt) {}

  private static Kdf readKdf(JsonObjectReader object) throws IOException {
    @Nullable String kdf = null;
    @Nullable Integer cost = null;
    @Nullable ByteString salt = null;
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      switch (name) {
        case "name" -> kdf = object.string();
        case "params" -> cost = object.object(EncryptedKey::readCost);
        case "salt" -> salt = object.string(text -> base64(text, SALT));
        default -> object.skip();
      }
    }
    if (!KDF.equals(kdf)) {
      throw object.malformed("name", "expected %s but was %s".formatted(KDF, kdf));
    }
    return new Kdf(object.required("params", cost), object.required("salt", salt));
  }

  private static int readCost(JsonObjectReader object) throws IOException {
    long n = 0;
    long r = 0;
    long p = 0;
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      switch (name) {
        case "N" -> n = object.integer();
        case "r" -> r = object.integer();
        case "p" -> p = object.integer();
        default -> object.skip();
      }
    }
    if (!COSTS.contains(n) || r != BLOCK_SIZE || p != PARALLELISM) {
      throw object.malformed(
          "N",
          "expected N 32768, 65536 or 131072, r 8 and p 1 but were %d, %d and %d"
              .formatted(n, r, p));
    }
    return (int) n;
  }

  private static ByteString readCipher(JsonObjectReader object) throws IOException {
    @Nullable String cipher = null;
    @Nullable ByteString nonce = null;
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      switch (name) {
        case "name" -> cipher = object.string();
        case "nonce" -> nonce = object.string(text -> base64(text, SecretBox.NONCE));
        default -> object.skip();
      }
    }
    if (!CIPHER.equals(cipher)) {
      throw object.malformed("name", "expected %s but was %s".formatted(CIPHER, cipher));
    }
    return object.required("nonce", nonce);
  }

  private static ByteString base64(String text, int length) {
    ByteString bytes = base64(text);
    if (bytes.size() != length) {
      throw new IllegalArgumentException(
          "expected %d bytes but are %d".formatted(length, bytes.size()));
    }
    return bytes;
  }

  private static ByteString base64(String text) {
    ByteString bytes = ByteString.decodeBase64(text);
    if (bytes == null) {
      throw new IllegalArgumentException("expected base64 but was not");
    }
    return bytes;
  }
}
