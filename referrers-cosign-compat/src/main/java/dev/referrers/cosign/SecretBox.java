package dev.referrers.cosign;

import java.security.MessageDigest;
import java.util.Arrays;
import org.bouncycastle.crypto.engines.XSalsa20Engine;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;
import org.jspecify.annotations.Nullable;

/**
 * NaCl's secretbox: XSalsa20 with Poly1305.
 *
 * @see <a href="https://nacl.cr.yp.to/secretbox.html">NaCl, secretbox</a>
 */
final class SecretBox {

  static final int NONCE = 24;
  private static final int TAG = 16;
  private static final int KEY = 32;

  private SecretBox() {}

  /**
   * Encrypts.
   *
   * @param nonce {@link #NONCE} bytes, never used with this key before
   * @return the tag, then what it is of
   */
  static byte[] seal(byte[] key, byte[] nonce, byte[] plain) {
    var cipher = cipher(key, nonce);
    Poly1305 mac = mac(cipher);
    byte[] box = new byte[TAG + plain.length];
    cipher.processBytes(plain, 0, plain.length, box, TAG);
    mac.update(box, TAG, plain.length);
    mac.doFinal(box, 0);
    return box;
  }

  /**
   * Decrypts.
   *
   * @param nonce {@link #NONCE} bytes
   * @param box the tag, then what it is of
   * @return null when the tag is another, for the key is or the box was changed
   */
  static byte @Nullable [] open(byte[] key, byte[] nonce, byte[] box) {
    if (box.length < TAG) {
      return null;
    }
    var cipher = cipher(key, nonce);
    Poly1305 mac = mac(cipher);
    mac.update(box, TAG, box.length - TAG);
    byte[] tag = new byte[TAG];
    mac.doFinal(tag, 0);
    if (!MessageDigest.isEqual(tag, Arrays.copyOf(box, TAG))) {
      return null;
    }
    byte[] plain = new byte[box.length - TAG];
    cipher.processBytes(box, TAG, plain.length, plain, 0);
    return plain;
  }

  private static XSalsa20Engine cipher(byte[] key, byte[] nonce) {
    var cipher = new XSalsa20Engine();
    cipher.init(true, new ParametersWithIV(new KeyParameter(key), nonce)); // either way is the same
    return cipher;
  }

  /** The key stream begins with its key. */
  private static Poly1305 mac(XSalsa20Engine cipher) {
    byte[] key = new byte[KEY];
    cipher.processBytes(key, 0, KEY, key, 0);
    var mac = new Poly1305();
    mac.init(new KeyParameter(key));
    Arrays.fill(key, (byte) 0);
    return mac;
  }
}
