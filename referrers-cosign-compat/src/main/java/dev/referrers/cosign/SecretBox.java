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

  private static final int TAG = 16;
  private static final int KEY = 32;

  private SecretBox() {}

  /**
   * Decrypts.
   *
   * @param nonce 24 bytes
   * @param box the tag, then what it is of
   * @return null when the tag is another, for the key is or the box was changed
   */
  static byte @Nullable [] open(byte[] key, byte[] nonce, byte[] box) {
    if (box.length < TAG) {
      return null;
    }
    var cipher = new XSalsa20Engine();
    cipher.init(false, new ParametersWithIV(new KeyParameter(key), nonce));
    byte[] macKey = new byte[KEY];
    cipher.processBytes(macKey, 0, KEY, macKey, 0); // the key stream begins with it
    var mac = new Poly1305();
    mac.init(new KeyParameter(macKey));
    Arrays.fill(macKey, (byte) 0);
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
}
