package dev.referrers.attestation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.oci.Digest;
import java.util.Locale;
import java.util.Map;
import okio.ByteString;
import org.junit.jupiter.api.Test;

class ResourceDescriptorTest {

  private static final ByteString CONTENT = ByteString.encodeUtf8("content");
  private static final Digest SHA256 = Digest.sha256(CONTENT);
  private static final Digest SHA512 = Digest.sha512(CONTENT);

  @Test
  void matchesByTheDigestOfTheSameAlgorithm() {
    var both = with(Map.of("sha256", SHA256.encoded(), "sha512", SHA512.encoded()));

    assertThat(both.matches(SHA256)).isTrue();
    assertThat(both.matches(SHA512)).isTrue();
    assertThat(both.matches(Digest.sha256(ByteString.EMPTY))).isFalse();
    assertThat(ResourceDescriptor.of(SHA256).matches(SHA256)).isTrue();
  }

  /** A subject asked for by sha512 may not be met by a digest that is easier to forge. */
  @Test
  void matchesByNoOtherAlgorithm() {
    assertThat(ResourceDescriptor.of(SHA256).matches(SHA512)).isFalse();
    assertThat(with(Map.of("sha1", CONTENT.sha1().hex())).matches(SHA256)).isFalse();
    assertThat(with(Map.of()).matches(SHA256)).isFalse();
  }

  @Test
  void matchesByNoAlgorithmThatNothingCanBeCheckedBy() {
    var md5 = new Digest("md5", CONTENT.md5().hex());

    assertThat(with(Map.of("md5", md5.encoded())).matches(md5)).isFalse();
  }

  @Test
  void comparesBytesNotText() {
    String upper = SHA256.encoded().toUpperCase(Locale.ROOT);

    assertThat(with(Map.of("sha256", upper)).matches(SHA256)).isTrue();
    assertThat(with(Map.of("SHA256", SHA256.encoded())).matches(SHA256)).isFalse();
  }

  @Test
  void oddDigestsMatchNothing() {
    assertThat(with(Map.of("sha256", "")).matches(SHA256)).isFalse();
    assertThat(with(Map.of("sha256", "zz")).matches(SHA256)).isFalse();
    assertThat(with(Map.of("sha256", SHA256.encoded() + "00")).matches(SHA256)).isFalse();
    assertThat(with(Map.of("sha256", SHA256.encoded().substring(1))).matches(SHA256)).isFalse();
    assertThat(with(Map.of("sha256", SHA256.toString())).matches(SHA256)).isFalse();
  }

  @Test
  void namesDecideNothing() {
    assertThat(with(Map.of()).withName(SHA256.toString()).matches(SHA256)).isFalse();
    assertThat(ResourceDescriptor.of(SHA256).withName("other").matches(SHA256)).isTrue();
  }

  private static ResourceDescriptor with(Map<String, String> digest) {
    return new ResourceDescriptor(null, digest, Map.of());
  }
}
