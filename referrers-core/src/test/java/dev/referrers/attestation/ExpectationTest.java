package dev.referrers.attestation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.attestation.Expectation.Problem;
import dev.referrers.attestation.Verdict.Reason;
import dev.referrers.oci.Digest;
import java.util.List;
import java.util.Map;
import okio.ByteString;
import org.junit.jupiter.api.Test;

class ExpectationTest {

  private static final ByteString MANIFEST = ByteString.encodeUtf8("manifest");
  private static final Digest IMAGE = Digest.sha256(MANIFEST);
  private static final Subject SUBJECT = Subject.of(IMAGE);
  private static final Envelope SIGNATURE = envelope(Statement.signature(IMAGE, Map.of("k", "v")));
  private static final Envelope SBOM =
      envelope(
          Statement.of(
              List.of(ResourceDescriptor.of(IMAGE)),
              PredicateTypes.SPDX,
              ByteString.encodeUtf8("{}")));
  private static final MessageSignature MESSAGE = new MessageSignature(ByteString.EMPTY, null);

  @Test
  void anyTakesWhatIsAboutTheSubject() {
    assertThat(Expectation.ANY.problem(SBOM, SUBJECT)).isNull();
    assertThat(Expectation.ANY.problem(SIGNATURE, SUBJECT)).isNull();
    assertThat(Expectation.ANY.problem(MESSAGE, SUBJECT)).isNull();
  }

  @Test
  void nothingIsTakenThatIsAboutAnotherSubject() {
    var other = Subject.of(ByteString.encodeUtf8("other"));

    assertThat(Expectation.ANY.problem(SBOM, other))
        .isEqualTo(
            new Problem(
                Reason.SUBJECT,
                "Expected a statement about "
                    + other.digest()
                    + " but none of its 1 subjects is that"));
  }

  @Test
  void aStatementWithoutSubjectsIsAboutNothing() {
    var payload =
        "{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":[],\"predicateType\":\"urn:a\"}";

    assertThat(Expectation.ANY.problem(envelope(payload), SUBJECT))
        .isEqualTo(
            new Problem(
                Reason.SUBJECT,
                "Expected a statement about " + IMAGE + " but none of its 0 subjects is that"));
  }

  @Test
  void anSbomIsNoSignature() {
    assertThat(Expectation.SIGNATURE.problem(SIGNATURE, SUBJECT)).isNull();
    assertThat(Expectation.SIGNATURE.problem(MESSAGE, SUBJECT)).isNull();
    assertThat(Expectation.SIGNATURE.problem(SBOM, SUBJECT))
        .isEqualTo(
            new Problem(
                Reason.PREDICATE,
                "Expected the predicate type https://sigstore.dev/cosign/sign/v1"
                    + " but was https://spdx.dev/Document"));
  }

  @Test
  void anAttestationHasItsPredicateType() {
    var expected = Expectation.attestation("spdxjson");

    assertThat(expected.problem(SBOM, SUBJECT)).isNull();
    assertThat(expected.problem(SIGNATURE, SUBJECT)).isNotNull();
    assertThat(expected.problem(MESSAGE, SUBJECT))
        .isEqualTo(
            new Problem(
                Reason.PREDICATE,
                "Expected the predicate type https://spdx.dev/Document"
                    + " but it is a message signature"));
  }

  @Test
  void claimsAreAnnotationsOfTheSubject() {
    assertThat(Expectation.SIGNATURE.withClaims(Map.of("k", "v")).problem(SIGNATURE, SUBJECT))
        .isNull();
    assertThat(Expectation.SIGNATURE.withClaims(Map.of("k", "w")).problem(SIGNATURE, SUBJECT))
        .isEqualTo(new Problem(Reason.PREDICATE, "Expected the claims {k=w} but they are {k=v}"));
    assertThat(Expectation.SIGNATURE.withClaims(Map.of("k", "v")).problem(MESSAGE, SUBJECT))
        .isEqualTo(
            new Problem(Reason.PREDICATE, "Expected claims but a message signature has none"));
  }

  /** Claims of another image in the same statement would be stolen. */
  @Test
  void claimsOfAnotherSubjectDoNotCount() {
    var other =
        ResourceDescriptor.of(Digest.sha256(ByteString.EMPTY)).withAnnotations(Map.of("k", "v"));
    var statement =
        Statement.of(
            List.of(other, ResourceDescriptor.of(IMAGE)),
            PredicateTypes.COSIGN_SIGN,
            ByteString.encodeUtf8("{}"));

    assertThat(
            Expectation.SIGNATURE
                .withClaims(Map.of("k", "v"))
                .problem(envelope(statement), SUBJECT))
        .isNotNull();
  }

  @Test
  void payloadsOfOtherTypesAreNotSupported() {
    var signature = Envelope.Signature.of(ByteString.EMPTY);
    var envelope = new Envelope("text/\u0007plain", SBOM.payload(), List.of(signature));

    assertThat(Expectation.ANY.problem(envelope, SUBJECT))
        .isEqualTo(
            new Problem(
                Reason.UNSUPPORTED,
                "Expected the payload type application/vnd.in-toto+json but was text/?plain"));
  }

  @Test
  void brokenStatementsAreMalformed() {
    assertThat(Expectation.ANY.problem(envelope("{}"), SUBJECT))
        .isEqualTo(
            new Problem(
                Reason.MALFORMED,
                "Statement: expected an in-toto statement of version 0.1 or 1 but was null at"
                    + " $._type"));
  }

  @Test
  void artifactsAndBareStatementsAreNotSigned() {
    assertThat(Expectation.ANY.problem(new Artifact("text/plain", List.of()), SUBJECT))
        .isEqualTo(
            new Problem(
                Reason.UNSUPPORTED,
                "Expected a signed attestation but it is an artefact of type text/plain"));
    assertThat(Expectation.ANY.problem(new UnsignedStatement(ByteString.EMPTY), SUBJECT))
        .isEqualTo(
            new Problem(Reason.UNSIGNED, "Expected a signed attestation but it is not signed"));
  }

  private static Envelope envelope(Statement statement) {
    return envelope(statement.bytes().utf8());
  }

  private static Envelope envelope(String payload) {
    return new Envelope(
        Envelope.IN_TOTO,
        ByteString.encodeUtf8(payload),
        List.of(Envelope.Signature.of(ByteString.EMPTY)));
  }
}
