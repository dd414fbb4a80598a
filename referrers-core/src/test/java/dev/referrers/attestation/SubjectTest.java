package dev.referrers.attestation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.referrers.oci.Digest;
import okio.ByteString;
import org.junit.jupiter.api.Test;

class SubjectTest {

  private static final ByteString CONTENT = ByteString.encodeUtf8("content");

  @Test
  void contentIsKnownByItsSha256() {
    assertThat(Subject.of(CONTENT)).isEqualTo(new Subject(Digest.sha256(CONTENT), CONTENT));
    assertThat(Subject.of(Digest.sha512(CONTENT)).content()).isNull();
  }

  @Test
  void contentHasToHaveTheDigest() {
    Digest other = Digest.sha256(ByteString.EMPTY);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Subject(other, CONTENT))
        .withMessage("Subject's content does not have its digest " + other);
    assertThat(new Subject(Digest.sha512(CONTENT), CONTENT).content()).isEqualTo(CONTENT);
  }

  @Test
  void needsADigestThatCanBeChecked() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Subject.of(new Digest("md5", CONTENT.md5().hex())))
        .withMessage("Subject needs a sha256 or sha512 digest but has md5:" + CONTENT.md5().hex());
  }
}
