package dev.referrers.attestation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.referrers.error.MalformedContentException;
import dev.referrers.oci.Digest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatementTest {

  private static final Digest IMAGE =
      Digest.parse("sha256:f212bf085cea246a39e65b6b596acdbc6de090869577e51c53cc61165e4acc14");

  @Test
  void isWrittenAsCosignSignWritesIt() {
    assertThat(Statement.signature(IMAGE, Map.of()).bytes().utf8())
        .isEqualTo(
            "{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":[{\"digest\":{\"sha256\":\""
                + IMAGE.encoded()
                + "\"},\"annotations\":{}}],"
                + "\"predicateType\":\"https://sigstore.dev/cosign/sign/v1\",\"predicate\":{}}");
  }

  @Test
  void carriesClaimsAsCosignSignDoes() {
    assertThat(Statement.signature(IMAGE, Map.of("k", "<&>")).bytes().utf8())
        .contains("},\"annotations\":{\"k\":\"<&>\"}}],");
  }

  @Test
  void keepsThePredicateByteForByte() throws Exception {
    var predicate = ByteString.encodeUtf8("{ \"b\" : 1.0e2, \"a\":\"\\u00e9\"\n}");

    var statement =
        Statement.of(List.of(ResourceDescriptor.of(IMAGE).withName("n")), "urn:a", predicate);

    assertThat(statement.bytes().utf8())
        .isEqualTo(
            "{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":[{\"name\":\"n\",\"digest\":"
                + "{\"sha256\":\""
                + IMAGE.encoded()
                + "\"}}],\"predicateType\":\"urn:a\",\"predicate\":"
                + predicate.utf8()
                + "}");
    assertThat(Statement.parse(statement.bytes()).predicate()).isEqualTo(predicate);
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://in-toto.io/Statement/v0.1", "https://in-toto.io/Statement/v1"})
  void readsBothVersionsAndKeepsTheBytes(String type) throws Exception {
    ByteString bytes = json(type, "\"predicate\":{ \"k\" : 1 }");

    Statement statement = Statement.parse(bytes);

    assertThat(statement.bytes()).isSameAs(bytes);
    assertThat(statement.type()).isEqualTo(type);
    assertThat(statement.predicateType()).isEqualTo("urn:a");
    assertThat(statement.predicate()).isEqualTo(ByteString.encodeUtf8("{ \"k\" : 1 }"));
    assertThat(statement.subject()).singleElement().matches(subject -> subject.matches(IMAGE));
  }

  /** cosign attest --type custom makes strings of what is no JSON; cosign 2.6 leaves it out. */
  @Test
  void predicatesNeedNotBeObjectsNorBeThere() throws Exception {
    assertThat(Statement.parse(json(Statement.TYPE_V1, "\"predicate\":\"text\"")).predicate())
        .isEqualTo(ByteString.encodeUtf8("\"text\""));
    assertThat(Statement.parse(json(Statement.TYPE_V1, "\"more\":1")).predicate()).isNull();
  }

  @Test
  void takesOnlyStringsForClaims() throws Exception {
    var subject =
        Statement.parse(
                json(
                    Statement.TYPE_V1,
                    "\"more\":1",
                    "\"digest\":{},\"annotations\":{\"a\":1,\"b\":\"x\",\"c\":{\"d\":\"y\"}}"))
            .subject()
            .get(0);

    assertThat(subject.annotations()).containsExactly(Map.entry("b", "x"));
  }

  @Test
  void readsWhatChainsAttests() throws Exception {
    Path file =
        Path.of("src/test/resources/vectors/hand-chains-shape/bundles").resolve("provenance.json");
    String payload = Files.readString(file).replaceFirst(".*\"payload\":\"([^\"]+)\".*", "$1");

    Statement statement = Statement.parse(Base64Text.decode(payload));

    assertThat(statement.type()).isEqualTo(Statement.TYPE_V0_1);
    assertThat(statement.predicateType()).isEqualTo(PredicateTypes.SLSA_PROVENANCE_V0_2);
    assertThat(statement.subject())
        .singleElement()
        .returns("127.0.0.1:5600/vectors/hand-chains-shape", ResourceDescriptor::name)
        .matches(subject -> subject.matches(IMAGE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"_type\":\"urn:a\"}"
            + " | expected an in-toto statement of version 0.1 or 1 but was urn:a at $._type",
        "{\"_type\":\"https://in-toto.io/Statement/v1\",\"predicateType\":\"urn:a\"}"
            + " | expected a value but was missing at $.subject",
        "{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":[]}"
            + " | expected a value but was missing at $.predicateType",
        "{\"subject\":[],\"subject\":[]}"
            + " | expected every member once but this one is repeated at $.subject",
        "{\"subject\":[{\"digest\":{\"sha256\":\"a\",\"sha256\":\"b\"}}]}"
            + " | expected every member once but this one is repeated at $.subject[0].digest.sha256",
        "{\"predicate\":{\"a\":{\"b\":1,\"b\":2}}}"
            + " | expected every member once but this one is repeated at $.predicate.a.b"
      })
  void refusesWhatIsNoStatement(String json, String problem) {
    assertThatExceptionOfType(MalformedContentException.class)
        .isThrownBy(() -> Statement.parse(ByteString.encodeUtf8(json)))
        .withMessage("Statement: " + problem);
  }

  @Test
  void buildsNoStatementAboutNothing() {
    var predicate = ByteString.encodeUtf8("{}");
    var nothing = new ResourceDescriptor("n", Map.of(), Map.of());

    for (var subject : List.of(List.<ResourceDescriptor>of(), List.of(nothing))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Statement.of(subject, "urn:a", predicate))
          .withMessage("Statement needs a subject, and each subject a digest");
    }
  }

  @Test
  void buildsNoStatementThatSaysNothing() {
    var subject = List.of(ResourceDescriptor.of(IMAGE));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Statement.of(subject, " ", ByteString.encodeUtf8("{}")))
        .withMessage("Statement needs a predicateType");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Statement.of(subject, "urn:a", ByteString.encodeUtf8("[]")))
        .withMessage("Predicate: expected an object but was an array at $");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Statement.of(subject, "urn:a", ByteString.encodeUtf8("{},\"x\":{}")));
  }

  @Test
  void isSignedAsOneEnvelope() throws Exception {
    var signed = new Signer.Signed(ByteString.encodeUtf8("s"), VerificationMaterial.ofKey("hint"));
    var messages = new ArrayList<ByteString>();
    var statement = Statement.signature(IMAGE, Map.of());

    var attestation =
        statement.sign(
            message -> {
              messages.add(message);
              return signed;
            });

    var envelope = (Envelope) attestation.content();
    assertThat(messages).containsExactly(envelope.preAuthenticationEncoding());
    assertThat(envelope.payload()).isEqualTo(statement.bytes());
    assertThat(envelope.signatures())
        .containsExactly(Envelope.Signature.of(ByteString.encodeUtf8("s")));
    assertThat(attestation.material()).isEqualTo(VerificationMaterial.ofKey("hint"));
  }

  @Test
  void tellsItsKindAndSubjects_notItsPredicate() {
    assertThat(Statement.signature(IMAGE, Map.of("k", "v")))
        .hasToString("https://sigstore.dev/cosign/sign/v1 of [{sha256=" + IMAGE.encoded() + "}]");
  }

  private static ByteString json(String type, String member) {
    return json(type, member, "\"digest\":{\"sha256\":\"" + IMAGE.encoded() + "\"}");
  }

  private static ByteString json(String type, String member, String subject) {
    return ByteString.encodeUtf8(
        "{\"predicateType\": \"urn:a\", %s, \"subject\":[{%s}], \"_type\":\"%s\"}"
            .formatted(member, subject, type));
  }
}
