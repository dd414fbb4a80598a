package dev.referrers.internal.tag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.oci.Digest;
import dev.referrers.oci.Tag;
import org.junit.jupiter.api.Test;

/** distribution-spec, Referrers Tag Schema: its three examples. */
class ReferrersTagTest {

  private static final String HEX = "0123456789abcdef".repeat(4);

  @Test
  void keepsSha256Whole() {
    assertThat(ReferrersTag.of(Digest.parse("sha256:" + HEX))).isEqualTo("sha256-" + HEX);
  }

  @Test
  void cutsSha512To64Characters() {
    var subject = Digest.parse("sha512:" + HEX + "f".repeat(64));

    assertThat(ReferrersTag.of(subject)).isEqualTo("sha512-" + HEX);
  }

  @Test
  void cutsBothPartsAndReplacesWhatNoTagMayHold() {
    var subject =
        Digest.parse(
            "test+algorithm+using+algorithm+separators+and+lots+of+characters+to+excercise"
                + "+overall+truncation:alsoSome=InTheEncodedSectionToShowHyphenReplacement"
                + "AndLotsAndLotsOfCharactersToExcerciseEncodedTruncation");

    String tag = ReferrersTag.of(subject);

    assertThat(tag)
        .isEqualTo(
            "test-algorithm-using-algorithm-s"
                + "-alsoSome-InTheEncodedSectionToShowHyphenReplacementAndLotsAndLot")
        .hasSize(97);
    assertThat(Tag.parse(tag)).hasToString(tag);
  }
}
