package dev.referrers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.attestation.Artifact;
import dev.referrers.attestation.Content;
import dev.referrers.attestation.Envelope;
import dev.referrers.attestation.Expectation;
import dev.referrers.attestation.MessageSignature;
import dev.referrers.attestation.PredicateTypes;
import dev.referrers.attestation.ResourceDescriptor;
import dev.referrers.attestation.SimpleSigning;
import dev.referrers.attestation.Statement;
import dev.referrers.attestation.UnsignedStatement;
import dev.referrers.oci.Descriptor;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import okio.ByteString;
import org.junit.jupiter.api.Test;

class AttestationQueryTest {

  private static final ByteString SOME = ByteString.encodeUtf8("some");

  private static final Content SIGNATURE =
      envelope(
          Envelope.IN_TOTO, Statement.signature(Descriptor.EMPTY_JSON.digest(), Map.of()).bytes());
  private static final Content SPDX =
      envelope(
          Envelope.IN_TOTO,
          Statement.of(
                  List.of(ResourceDescriptor.of(Descriptor.EMPTY_JSON.digest())),
                  PredicateTypes.SPDX,
                  ByteString.encodeUtf8("{}"))
              .bytes());
  private static final Content MESSAGE = new MessageSignature(SOME, null);
  private static final Content SIMPLE = new SimpleSigning(SOME, SOME);
  private static final Content OTHER = envelope("text/plain", SOME);
  private static final Content BARE = new UnsignedStatement(((Envelope) SPDX).payload());
  private static final Content FILE = new Artifact("text/plain", List.of());
  private static final Content BROKEN = envelope(Envelope.IN_TOTO, SOME);

  @Test
  void keepsWhatIsLookedFor() {
    assertThat(kept(AttestationQuery.ALL))
        .containsExactly(SIGNATURE, SPDX, MESSAGE, SIMPLE, OTHER, BARE, FILE, BROKEN);
    assertThat(kept(AttestationQuery.SIGNATURES))
        .containsExactly(SIGNATURE, MESSAGE, SIMPLE, OTHER, BROKEN);
    assertThat(kept(AttestationQuery.ATTESTATIONS))
        .containsExactly(SPDX, OTHER, BARE, FILE, BROKEN);
    assertThat(kept(AttestationQuery.ALL.withPredicateType("spdx")))
        .containsExactly(SPDX, BARE, BROKEN);
  }

  @Test
  void goesByWhatIsSaidUnlessThatIsToBeChecked() {
    var spdx = AttestationQuery.ALL.withPredicateType("spdx");

    assertThat(AttestationQuery.ALL.told(null)).isTrue();
    assertThat(spdx.told(PredicateTypes.SPDX)).isTrue();
    assertThat(spdx.told(PredicateTypes.CYCLONEDX)).isFalse();
    assertThat(spdx.told(null)).isNull();
    assertThat(spdx.withChecks().told(PredicateTypes.SPDX)).isNull();
  }

  @Test
  void followsFromWhatIsExpected() {
    assertThat(AttestationQuery.of(Expectation.ANY)).isEqualTo(AttestationQuery.ALL);
    assertThat(AttestationQuery.of(Expectation.SIGNATURE)).isEqualTo(AttestationQuery.SIGNATURES);
    assertThat(AttestationQuery.of(Expectation.attestation("spdx")))
        .isEqualTo(AttestationQuery.ALL.withPredicateType(PredicateTypes.SPDX));
  }

  @Test
  void keepsMessageSignaturesThatWillDoInPlaceOfAPredicate() {
    var either = new Expectation(PredicateTypes.SPDX, true, Map.of());
    var statement = new Expectation(PredicateTypes.SPDX, false, Map.of());

    assertThat(kept(AttestationQuery.of(either))).contains(SPDX, MESSAGE);
    assertThat(kept(AttestationQuery.of(statement))).contains(SPDX).doesNotContain(MESSAGE);
  }

  @Test
  void needsACountThatIsOne() {
    assertThatThrownBy(() -> AttestationQuery.ALL.withNewest(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("AttestationQuery needs 0 or more but has -1");
  }

  private static List<Content> kept(AttestationQuery query) {
    return Stream.of(SIGNATURE, SPDX, MESSAGE, SIMPLE, OTHER, BARE, FILE, BROKEN)
        .filter(query::keeps)
        .toList();
  }

  private static Content envelope(String type, ByteString payload) {
    return new Envelope(type, payload, List.of(Envelope.Signature.of(SOME)));
  }
}
