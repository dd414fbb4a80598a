package dev.referrers.key;

import dev.referrers.error.UnusableKeyException;
import dev.referrers.error.UnusableKeyException.Reason;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * PKCS #8 that a password protects by PBES2, with PBKDF2 and AES, as OpenSSL writes it by default.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8018#section-6.2">RFC 8018, PBES2</a>
 */
final class EncryptedPkcs8 {

  /** Each million takes about a second; OpenSSL's default is 2048. */
  private static final int MAX_ITERATIONS = 10_000_000;

  /** How the JDK names what the parameters say. */
  private static final Pattern SCHEME =
      Pattern.compile("PBEWith(HmacSHA(?:1|224|256|384|512))AndAES_(128|256)");

  private static final String REMEDY = "openssl pkcs8 -topk8 -v2 aes-256-cbc -in FILE -out NEW";

  private EncryptedPkcs8() {}

  /** The PKCS #8 that is in it. */
  static byte[] decrypt(byte[] der, char @Nullable [] password) throws UnusableKeyException {
    if (password == null) {
      throw new UnusableKeyException(
          PrivateKeys.WHAT,
          Reason.PASSWORD,
          "expected a password, for it is encrypted, but there is none",
          null,
          null);
    }
    EncryptedPrivateKeyInfo info = read(der);
    // The name of the algorithm is that of all PBES2; which one it is, its parameters say.
    Matcher scheme = SCHEME.matcher(String.valueOf(info.getAlgParameters()));
    if (!scheme.matches()) {
      throw unsupported("expected PBES2 with PBKDF2 and AES but was other encryption");
    }
    try {
      var parameters = info.getAlgParameters().getParameterSpec(PBEParameterSpec.class);
      return decrypt(info.getEncryptedData(), password, parameters, scheme);
    } catch (GeneralSecurityException e) {
      throw new UnusableKeyException(
          PrivateKeys.WHAT, Reason.PASSWORD, "expected its password but was another", null, null);
    }
  }

  /** Not by the JDK's own PBES2, which takes passwords of ASCII only. */
  private static byte[] decrypt(
      byte[] encrypted, char[] password, PBEParameterSpec parameters, Matcher scheme)
      throws GeneralSecurityException, UnusableKeyException {
    int iterations = parameters.getIterationCount();
    if (iterations < 1 || parameters.getSalt().length == 0) {
      throw new UnusableKeyException(
          PrivateKeys.WHAT,
          Reason.MALFORMED,
          "expected a salt and iterations but there are none",
          null,
          null);
    }
    if (iterations > MAX_ITERATIONS) {
      throw unsupported(
          "expected at most %d iterations but are %d".formatted(MAX_ITERATIONS, iterations));
    }
    var spec =
        new PBEKeySpec(
            password, parameters.getSalt(), iterations, Integer.parseInt(scheme.group(2)));
    byte[] key = new byte[0];
    try {
      key =
          SecretKeyFactory.getInstance("PBKDF2With" + scheme.group(1))
              .generateSecret(spec)
              .getEncoded();
      var cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
      cipher.init(
          Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), parameters.getParameterSpec());
      return cipher.doFinal(encrypted);
    } finally {
      spec.clearPassword();
      Arrays.fill(key, (byte) 0);
    }
  }

  private static EncryptedPrivateKeyInfo read(byte[] der) throws UnusableKeyException {
    try {
      return new EncryptedPrivateKeyInfo(der);
    } catch (IOException | RuntimeException e) {
      // scrypt, for one, which Java doesn't know
      throw unsupported("expected PBES2 with PBKDF2 and AES but was something else");
    }
  }

  private static UnusableKeyException unsupported(String problem) {
    return new UnusableKeyException(PrivateKeys.WHAT, Reason.UNSUPPORTED, problem, REMEDY, null);
  }
}
