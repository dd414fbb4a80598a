package dev.referrers.cosign;

import static org.assertj.core.api.Assertions.assertThat;

import okio.ByteString;
import org.junit.jupiter.api.Test;

/** With the example of NaCl itself, tests/secretbox.c. */
class SecretBoxTest {

  private static final String KEY =
      "1b27556473e985d462cd51197a9a46c76009549eac6474f206c4ee0844f68389";
  private static final String NONCE = "69696ee955b62b73cd62bda875fc73d68219e0036b7a0b37";
  private static final String PLAIN =
      "be075fc53c81f2d5cf141316ebeb0c7b5228c52a4c62cbd44b66849b64244ffce5ecbaaf33bd751a1ac728d45e6c"
          + "61296cdc3c01233561f41db66cce314adb310e3be8250c46f06dceea3a7fa1348057e2f6556ad6b1318a02"
          + "4a838f21af1fde048977eb48f59ffd4924ca1c60902e52f0a089bc76897040e082f937763848645e0705";
  private static final String BOX =
      "f3ffc7703f9400e52a7dfb4b3d3305d98e993b9f48681273c29650ba32fc76ce48332ea7164d96a4476fb8c531a1"
          + "186ac0dfc17c98dce87b4da7f011ec48c97271d2c20f9b928fe2270d6fb863d51738b48eeee314a7cc8ab9"
          + "32164548e526ae90224368517acfeabd6bb3732bc0e9da99832b61ca01b6de56244a9e88d5f9b37973f622"
          + "a43d14a6599b1f654cb45a74e355a5";

  @Test
  void sealsAndOpensTheExampleOfNaCl() {
    assertThat(SecretBox.seal(hex(KEY), hex(NONCE), hex(PLAIN))).isEqualTo(hex(BOX));
    assertThat(SecretBox.open(hex(KEY), hex(NONCE), hex(BOX))).isEqualTo(hex(PLAIN));
  }

  @Test
  void opensNothingThatWasChanged() {
    for (int i = 0; i < hex(BOX).length; i++) {
      byte[] changed = hex(BOX);
      changed[i] ^= 1;
      assertThat(SecretBox.open(hex(KEY), hex(NONCE), changed)).as("byte %d", i).isNull();
    }
  }

  @Test
  void opensNothingWithAnotherKeyOrNonce() {
    String nonce = NONCE.replaceFirst("69", "68");

    assertThat(SecretBox.open(hex(KEY.replaceFirst("1b", "1a")), hex(NONCE), hex(BOX))).isNull();
    assertThat(SecretBox.open(hex(KEY), hex(nonce), hex(BOX))).isNull();
  }

  @Test
  void opensNothingThatIsCut() {
    for (int length : new int[] {0, 15, 16, 17}) {
      byte[] cut = ByteString.decodeHex(BOX.substring(0, 2 * length)).toByteArray();
      assertThat(SecretBox.open(hex(KEY), hex(NONCE), cut)).as("%d bytes", length).isNull();
    }
  }

  private static byte[] hex(String hex) {
    return ByteString.decodeHex(hex).toByteArray();
  }
}
