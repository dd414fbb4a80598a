package dev.referrers.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LayoutReferenceTest {

  private static final Digest DIGEST = Digest.sha256(ByteString.encodeUtf8("x"));

  @ParameterizedTest
  @CsvSource({
    "oci:out,out,latest",
    "oci:out:1.0,out,1.0",
    "oci:/a/b:1.0,/a/b,1.0",
    "oci:./a@b/c:d/out,./a@b/c:d/out,latest",
    "oci:../out:1.0,../out,1.0"
  })
  void hasADirectoryAndATag(String text, String directory, String tag) {
    LayoutReference reference = LayoutReference.parse(text);

    assertThat(reference.directory()).isEqualTo(Path.of(directory));
    assertThat(reference.tagOrDigest()).isEqualTo(tag);
    assertThat(LayoutReference.parse(reference.toString())).isEqualTo(reference);
  }

  @Test
  void theDigestDecides() {
    LayoutReference both = LayoutReference.parse("oci:out:1.0@" + DIGEST);
    LayoutReference one = LayoutReference.parse("oci:out@" + DIGEST);

    assertThat(both).isEqualTo(new LayoutReference(Path.of("out"), "1.0", DIGEST));
    assertThat(both.tagOrDigest()).isEqualTo(DIGEST.toString());
    assertThat(one.tag()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "oci:",
        "oci::1.0",
        "oci:out:",
        "oci:out:-x",
        "oci:out@",
        "oci:out@1.0",
        "oci:a:b:c"
      })
  void refusesWhatIsNone(String text) {
    assertThatThrownBy(() -> LayoutReference.parse(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void saysWhatItNeeds() {
    assertThatThrownBy(() -> LayoutReference.parse("out:1.0"))
        .hasMessage("Layout reference needs the form oci:DIR[:tag][@digest] but is \"out:1.0\"");
    assertThatThrownBy(() -> LayoutReference.parse("oci:@" + DIGEST))
        .hasMessage("Layout reference needs a directory but is \"oci:@" + DIGEST + '"');
    assertThatThrownBy(() -> LayoutReference.parse("oci:a\0b"))
        .hasMessage("Layout reference needs a directory but has \"a?b\"");
  }
}
