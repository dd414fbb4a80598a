package dev.referrers.attestation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.attestation.Expectation.Problem;
import dev.referrers.attestation.SimpleSigning.Payload;
import dev.referrers.attestation.Verdict.Reason;
import dev.referrers.error.MalformedContentException;
import dev.referrers.oci.Digest;
import java.util.Map;
import okio.ByteString;
import org.junit.jupiter.api.Test;

class SimpleSigningTest {

  private static final Digest IMAGE =
      Digest.parse("sha256:f212bf085cea246a39e65b6b596acdbc6de090869577e51c53cc61165e4acc14");
  private static final Subject SUBJECT = Subject.of(IMAGE);

  /** As cosign 2 signed it with two claims. */
  private static final String PAYLOAD =
      """
      {"critical":{"identity":{"docker-reference":"127.0.0.1:5600/vectors/cosign2-sig-multi"},\
      "image":{"docker-manifest-digest":\
      "sha256:f212bf085cea246a39e65b6b596acdbc6de090869577e51c53cc61165e4acc14"},\
      "type":"cosign container image signature"},"optional":{"by":"a\\u0026b","run":"7"}}""";

  @Test
  void readsWhatIsSignedAndItsClaims() throws MalformedContentException {
    assertThat(signing(PAYLOAD).readPayload())
        .isEqualTo(
            new Payload(
                SimpleSigning.TYPE,
                "127.0.0.1:5600/vectors/cosign2-sig-multi",
                IMAGE.toString(),
                Map.of("by", "a&b", "run", "7")));
  }

  @Test
  void claimsMayBeNullOrOfOtherTypes() throws MalformedContentException {
    String claims = "{\"by\":\"a\\u0026b\",\"run\":\"7\"}";
    String podman = "{\"creator\":\"podman\",\"timestamp\":1700000000,\"more\":{}}";

    assertThat(signing(PAYLOAD.replace(claims, "null")).readPayload().optional()).isEmpty();
    assertThat(signing(PAYLOAD.replace(claims, podman)).readPayload().optional())
        .isEqualTo(Map.of("creator", "podman"));
  }

  /** The specification's example has a capital letter. */
  @Test
  void namesMayBeInEitherCase_butNotTwice() throws MalformedContentException {
    String capital = PAYLOAD.replace("docker-manifest", "Docker-manifest");
    String twice =
        PAYLOAD.replace("\"image\":{", "\"image\":{\"Docker-manifest-digest\":\"sha256:00\",");

    assertThat(signing(capital).readPayload().dockerManifestDigest()).isEqualTo(IMAGE.toString());
    assertThatThrownBy(() -> signing(twice).readPayload())
        .isInstanceOf(MalformedContentException.class)
        .hasMessage(
            "Simple signing payload: expected every member once but it is also there as"
                + " Docker-manifest-digest at $.critical.image.docker-manifest-digest");
  }

  @Test
  void aPayloadWithoutDigestOrTypeIsMalformed() {
    assertThatThrownBy(
            () -> signing(PAYLOAD.replace("docker-manifest-digest", "digest")).readPayload())
        .isInstanceOf(MalformedContentException.class)
        .hasMessageContaining("$.critical.image.docker-manifest-digest");
    assertThatThrownBy(() -> signing(PAYLOAD.replace("\"type\"", "\"kind\"")).readPayload())
        .isInstanceOf(MalformedContentException.class)
        .hasMessageContaining("$.critical.type");
    assertThatThrownBy(() -> signing("{}").readPayload())
        .isInstanceOf(MalformedContentException.class)
        .hasMessageContaining("$.critical");
  }

  @Test
  void isASignatureAndNoAttestation() {
    var signature = signing(PAYLOAD);

    assertThat(Expectation.ANY.problem(signature, SUBJECT)).isNull();
    assertThat(Expectation.SIGNATURE.problem(signature, SUBJECT)).isNull();
    assertThat(Expectation.attestation("spdx").problem(signature, SUBJECT))
        .isEqualTo(
            new Problem(
                Reason.PREDICATE,
                "Expected the predicate type https://spdx.dev/Document but it is a simple signing"
                    + " signature"));
  }

  @Test
  void isAboutTheDigestThatItNames() {
    var other = Subject.of(ByteString.encodeUtf8("other"));

    assertThat(Expectation.ANY.problem(signing(PAYLOAD), other))
        .isEqualTo(
            new Problem(
                Reason.SUBJECT,
                "Expected a signature of " + other.digest() + " but it is of " + IMAGE));
  }

  @Test
  void aDocumentOfAnotherTypeIsNone_podmansOwnSignatures() {
    var atomic = signing(PAYLOAD.replace(SimpleSigning.TYPE, "atomic container signature"));

    assertThat(Expectation.ANY.problem(atomic, SUBJECT))
        .isEqualTo(
            new Problem(
                Reason.UNSUPPORTED,
                "Expected the type cosign container image signature but was atomic container"
                    + " signature"));
  }

  @Test
  void claimsAreThoseBesideIt() {
    var signed = Expectation.SIGNATURE;

    assertThat(signed.withClaims(Map.of("by", "a&b")).problem(signing(PAYLOAD), SUBJECT)).isNull();
    assertThat(signed.withClaims(Map.of("by", "b")).problem(signing(PAYLOAD), SUBJECT))
        .isEqualTo(
            new Problem(
                Reason.PREDICATE, "Expected the claims {by=b} but they are {by=a&b, run=7}"));
  }

  @Test
  void whatIsNoJsonIsMalformed() {
    assertThat(Expectation.ANY.problem(signing("no JSON"), SUBJECT))
        .isNotNull()
        .extracting(Problem::reason)
        .isEqualTo(Reason.MALFORMED);
  }

  private static SimpleSigning signing(String payload) {
    return new SimpleSigning(ByteString.encodeUtf8(payload), ByteString.EMPTY);
  }
}
