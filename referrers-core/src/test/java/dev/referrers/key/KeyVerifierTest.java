package dev.referrers.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.referrers.attestation.Artifact;
import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.Envelope;
import dev.referrers.attestation.Expectation;
import dev.referrers.attestation.MessageSignature;
import dev.referrers.attestation.PredicateTypes;
import dev.referrers.attestation.SimpleSigning;
import dev.referrers.attestation.Statement;
import dev.referrers.attestation.Subject;
import dev.referrers.attestation.UnsignedStatement;
import dev.referrers.attestation.Verdict;
import dev.referrers.attestation.Verdict.Reason;
import dev.referrers.attestation.Verdict.Rejected;
import dev.referrers.attestation.Verdict.Signatory;
import dev.referrers.attestation.Verdict.Verified;
import dev.referrers.attestation.VerificationMaterial;
import dev.referrers.attestation.VerificationMaterial.CertificateChain;
import dev.referrers.oci.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyVerifierTest {

  private static final Digest IMAGE =
      Digest.parse("sha256:f212bf085cea246a39e65b6b596acdbc6de090869577e51c53cc61165e4acc14");
  private static final Subject SUBJECT = Subject.of(IMAGE);
  private static final Subject OTHER = Subject.of(ByteString.encodeUtf8("other"));

  @ParameterizedTest
  @ValueSource(strings = {"rsa2048", "p384", "p521", "ed25519"})
  void acceptsWhatCosignSignedAndHandsOutItsPayload(String name) throws IOException {
    Attestation attestation = KeyVectors.envelope("cosign3-sign-keys", name);
    PublicKey key = KeyVectors.publicKey(name);

    var verdict = KeyVerifier.of(key).verify(attestation, SUBJECT, Expectation.SIGNATURE);

    assertThat(verdict).isInstanceOf(Verified.class);
    var verified = (Verified) verdict;
    assertThat(verified.payload()).isEqualTo(((Envelope) attestation.content()).payload());
    assertThat(verified.statement())
        .isNotNull()
        .returns(PredicateTypes.COSIGN_SIGN, Statement::predicateType);
    assertThat(verified.signatory()).isEqualTo(new Signatory.Key(key));
    assertThat(verified.times()).isEmpty();
  }

  @Test
  void rejectsWhatAnotherKeySigned() throws IOException {
    var verifier = KeyVerifier.of(KeyVectors.publicKey("p384"));
    var attestation = KeyVectors.envelope("cosign3-sign-keys", "rsa2048");

    assertRejected(
        verifier.verify(attestation, SUBJECT, Expectation.SIGNATURE),
        Reason.SIGNATURE,
        "Expected a signature by the key 9hzFlRNjhqoDssO69b4Tt7w91iPJsofTkzRvzE+VZ6I= but there is"
            + " none");
  }

  @Test
  void namesTheKeyThatTheHintIsTo() throws IOException {
    var keys = List.of(KeyVectors.publicKey("p384"), KeyVectors.publicKey("p521"));
    var hint = VerificationMaterial.ofKey(PublicKeys.hint(KeyVectors.publicKey("rsa2048")));
    var attestation = KeyVectors.envelope("cosign3-sign-keys", "rsa2048").withMaterial(hint);

    assertRejected(
        KeyVerifier.of(keys).verify(attestation, SUBJECT, Expectation.SIGNATURE),
        Reason.SIGNATURE,
        "Expected a signature by one of 2 keys but there is none; its hint is to the key"
            + " B/FNwWzohYSpfwqlwrjUUP1+B0WwJB3LeuQ/NNxpX2U=");
  }

  @Test
  void hintsAndKeyIdsDecideNothing() throws IOException {
    var p384 = KeyVectors.publicKey("p384");
    var verifier = KeyVerifier.of(List.of(KeyVectors.publicKey("p521"), p384));
    var signed = (Envelope) KeyVectors.envelope("cosign3-sign-keys", "p384").content();
    var named = new Envelope.Signature(signed.signatures().get(0).sig(), "another");
    var envelope = new Envelope(signed.payloadType(), signed.payload(), List.of(named));
    var attestation = Attestation.of(envelope, VerificationMaterial.ofKey("another"));

    assertThat(verifier.verify(attestation, SUBJECT, Expectation.SIGNATURE))
        .isInstanceOf(Verified.class);
  }

  @Test
  void oneGoodSignatureAmongOthersSuffices() throws IOException {
    var verifier = KeyVerifier.of(KeyVectors.publicKey("p384"));
    var signed = (Envelope) KeyVectors.envelope("cosign3-sign-keys", "p384").content();
    var rubbish = Envelope.Signature.of(ByteString.encodeUtf8("rubbish"));
    var signatures = new ArrayList<>(Collections.nCopies(99, rubbish));
    signatures.add(signed.signatures().get(0));

    assertThat(verifier.verify(with(signed, signatures), SUBJECT, Expectation.SIGNATURE))
        .isInstanceOf(Verified.class);

    signatures.add(rubbish);
    assertRejected(
        verifier.verify(with(signed, signatures), SUBJECT, Expectation.SIGNATURE),
        Reason.MALFORMED,
        "Expected at most 100 signatures but there are 101");
  }

  @Test
  void rejectsAnotherPayloadOrPayloadType() throws IOException {
    var verifier = KeyVerifier.of(KeyVectors.publicKey("p384"));
    var signed = (Envelope) KeyVectors.envelope("cosign3-sign-keys", "p384").content();
    var payload = ByteString.encodeUtf8(signed.payload().utf8() + " ");
    var otherPayload = new Envelope(Envelope.IN_TOTO, payload, signed.signatures());
    var otherType = new Envelope("text/plain", signed.payload(), signed.signatures());

    for (var envelope : List.of(otherPayload, otherType)) {
      assertThat(verifier.verify(Attestation.of(envelope), SUBJECT, Expectation.ANY))
          .isInstanceOfSatisfying(
              Rejected.class, no -> assertThat(no.reason()).isEqualTo(Reason.SIGNATURE));
    }
  }

  @Test
  void acceptsWhatChainsAttests() throws IOException {
    var verifier = KeyVerifier.of(KeyVectors.publicKey("leaf"));
    var attestation = KeyVectors.envelope("hand-chains-shape", "provenance");

    assertThat(verifier.verify(attestation, SUBJECT, Expectation.attestation("slsaprovenance")))
        .isInstanceOf(Verified.class);
    assertRejected(
        verifier.verify(attestation, SUBJECT, Expectation.SIGNATURE),
        Reason.PREDICATE,
        "Expected the predicate type https://sigstore.dev/cosign/sign/v1"
            + " but was https://slsa.dev/provenance/v0.2");
  }

  @Test
  void saysWhatIsWrongWithImageSignaturesOfChains() throws IOException {
    var verifier = KeyVerifier.of(KeyVectors.publicKey("leaf"));

    assertRejected(
        verifier.verify(
            KeyVectors.envelope("hand-chains-shape", "signature"), SUBJECT, Expectation.ANY),
        Reason.SIGNATURE,
        "Expected a signature by the key mJXJgJRcdQkgbHTPhrXW5lmpxuxA/xLsd3GakQTk0V4= but there is"
            + " none; one is over the bare payload, not over its DSSE encoding");
  }

  @Test
  void rejectsWhatIsAboutAnotherSubject() throws IOException {
    var verifier = KeyVerifier.of(KeyVectors.publicKey("p384"));
    var attestation = KeyVectors.envelope("cosign3-sign-keys", "p384");

    assertThat(verifier.verify(attestation, OTHER, Expectation.SIGNATURE))
        .isInstanceOfSatisfying(
            Rejected.class, no -> assertThat(no.reason()).isEqualTo(Reason.SUBJECT));
  }

  @Test
  void looksIntoNoPayloadThatIsNotSigned() throws IOException {
    var verifier = KeyVerifier.of(KeyVectors.publicKey("p384"));
    var signature = Envelope.Signature.of(ByteString.EMPTY);
    var envelope = new Envelope("text/plain", ByteString.encodeUtf8("{"), List.of(signature));

    assertThat(verifier.verify(Attestation.of(envelope), SUBJECT, Expectation.ANY))
        .isInstanceOfSatisfying(
            Rejected.class, no -> assertThat(no.reason()).isEqualTo(Reason.SIGNATURE));
  }

  @Test
  void signedPayloadsOfOtherTypesAreNotSupported() throws IOException {
    var pair = PrivateKeys.parsePem(KeyVectors.file("ec-p256.plain.pem"), null);
    var payload = ByteString.encodeUtf8("hello");
    var message = Envelope.preAuthenticationEncoding("text/plain", payload);
    var signature = Envelope.Signature.of(KeySigner.of(pair).sign(message).value());
    var attestation = Attestation.of(new Envelope("text/plain", payload, List.of(signature)));

    assertRejected(
        KeyVerifier.of(pair.getPublic()).verify(attestation, SUBJECT, Expectation.ANY),
        Reason.UNSUPPORTED,
        "Expected the payload type application/vnd.in-toto+json but was text/plain");
  }

  @Test
  void looksAtNoCertificate() throws IOException {
    var chain = new CertificateChain(List.of(ByteString.EMPTY));
    var material = new VerificationMaterial(chain, List.of(), List.of());
    var attestation = KeyVectors.envelope("cosign3-sign-keys", "p384").withMaterial(material);

    assertThat(
            KeyVerifier.of(KeyVectors.publicKey("p384"))
                .verify(attestation, SUBJECT, Expectation.SIGNATURE))
        .isInstanceOf(Verified.class);
    assertThat(
            KeyVerifier.of(KeyVectors.publicKey("p521"))
                .verify(attestation, SUBJECT, Expectation.SIGNATURE))
        .isInstanceOf(Rejected.class);
  }

  @Test
  void rejectsWhatIsNotSigned() throws IOException {
    var verifier = KeyVerifier.of(KeyVectors.publicKey("p384"));
    var artifact = Attestation.of(new Artifact("text/plain", List.of()));
    var statement = Attestation.of(new UnsignedStatement(ByteString.encodeUtf8("{}")));

    assertRejected(
        verifier.verify(artifact, SUBJECT, Expectation.ANY),
        Reason.UNSUPPORTED,
        "Expected a signed attestation but it is an artefact of type text/plain");
    assertRejected(
        verifier.verify(statement, SUBJECT, Expectation.ANY),
        Reason.UNSIGNED,
        "Expected a signed attestation but it is not signed");
  }

  @Test
  void verifiesSignaturesOverTheSubjectByItsDigest() throws IOException {
    var verifier = KeyVerifier.of(KeyVectors.publicKey("ec-p256"));
    var attestation = Attestation.of(messageSignature(IMAGE));

    assertThat(verifier.verify(attestation, SUBJECT, Expectation.SIGNATURE))
        .isInstanceOfSatisfying(
            Verified.class,
            yes -> {
              assertThat(yes.payload()).isNull();
              assertThat(yes.statement()).isNull();
            });
  }

  @Test
  void verifiesSignaturesOverTheSubjectByItsBytes() throws IOException {
    var verifier = KeyVerifier.of(KeyVectors.publicKey("ec-p256"));
    Path file =
        Path.of("src/test/resources/vectors/cosign3-msgsig/manifests")
            .resolve("sha256-" + IMAGE.encoded() + ".json");
    var manifest = ByteString.of(Files.readAllBytes(file));
    var attestation = Attestation.of(messageSignature(null));

    assertThat(verifier.verify(attestation, Subject.of(manifest), Expectation.ANY))
        .isInstanceOfSatisfying(
            Verified.class, yes -> assertThat(yes.payload()).isEqualTo(manifest));
    assertRejected(
        verifier.verify(attestation, OTHER, Expectation.ANY),
        Reason.SIGNATURE,
        "Expected a signature by the key WXHzFZ6vU/c68Hghm5huzGhpEZ3TVf8jYW5XPCvAj1E= but there is"
            + " none");
  }

  @Test
  void rejectsSignaturesThatNameAnotherDigest() throws IOException {
    var verifier = KeyVerifier.of(KeyVectors.publicKey("ec-p256"));
    var named = OTHER.digest();

    assertRejected(
        verifier.verify(Attestation.of(messageSignature(named)), SUBJECT, Expectation.ANY),
        Reason.SUBJECT,
        "Expected a signature over " + IMAGE + " but it names " + named);
  }

  @Test
  void rejectsSignaturesThatNameAnotherDigest_ofAnotherAlgorithm() throws Exception {
    var pair = PrivateKeys.parsePem(KeyVectors.file("ec-p256.plain.pem"), null);
    var content = ByteString.encodeUtf8("content");
    var signature = KeySigner.of(pair).sign(content).value();
    var good = new MessageSignature(signature, Digest.sha512(content));
    var bad = new MessageSignature(signature, Digest.sha512(ByteString.EMPTY));
    var verifier = KeyVerifier.of(pair.getPublic());

    assertThat(verifier.verify(Attestation.of(good), Subject.of(content), Expectation.ANY))
        .isInstanceOf(Verified.class);
    assertThat(verifier.verify(Attestation.of(bad), Subject.of(content), Expectation.ANY))
        .isInstanceOfSatisfying(
            Rejected.class, no -> assertThat(no.reason()).isEqualTo(Reason.SUBJECT));
  }

  @Test
  void asksForTheSubjectsBytesWhereItsDigestWillNotDo() throws Exception {
    var pair = PrivateKeys.parsePem(KeyVectors.file("ed25519.plain.pem"), null);
    var content = ByteString.encodeUtf8("content");
    var signature = new MessageSignature(KeySigner.of(pair).sign(content).value(), null);
    var verifier = KeyVerifier.of(pair.getPublic());

    assertThat(verifier.verify(Attestation.of(signature), Subject.of(content), Expectation.ANY))
        .isInstanceOf(Verified.class);
    assertRejected(
        verifier.verify(Attestation.of(signature), SUBJECT, Expectation.ANY),
        Reason.SIGNATURE,
        "Expected a signature by the key X9hiVJSKXQMG430CMmsSd9jp7RJD1Wi8GIGjMdeO49E= but there is"
            + " none; some kinds can't be told without the subject's bytes");
  }

  @Test
  void signaturesOverTheSubjectHaveNoClaims() throws IOException {
    var verifier = KeyVerifier.of(KeyVectors.publicKey("ec-p256"));
    var expected = Expectation.SIGNATURE.withClaims(Map.of("k", "v"));

    assertRejected(
        verifier.verify(Attestation.of(messageSignature(IMAGE)), SUBJECT, expected),
        Reason.PREDICATE,
        "Expected claims but a message signature has none");
  }

  /** The payload is the signed message as it is. */
  @ParameterizedTest
  @ValueSource(strings = {"rsa2048", "p384", "p521", "ed25519"})
  void acceptsTheLegacySignaturesOfCosign(String name) throws IOException {
    var signed = KeyVectors.signedWith(name);
    var attestation = Attestation.of(new SimpleSigning(signed.message(), signed.signature()));
    var verifier = KeyVerifier.of(KeyVectors.publicKey(name));

    assertThat(verifier.verify(attestation, SUBJECT, Expectation.SIGNATURE))
        .isInstanceOfSatisfying(
            Verified.class,
            verified -> {
              assertThat(verified.payload()).isEqualTo(signed.message());
              assertThat(verified.statement()).isNull();
            });
    assertThat(verifier.verify(attestation, OTHER, Expectation.SIGNATURE))
        .extracting("reason")
        .isEqualTo(Reason.SUBJECT);
  }

  @Test
  void rejectsALegacySignatureByAnotherKeyOrOfAnotherPayload() throws IOException {
    var signed = KeyVectors.signedWith("p384");
    var changed = ByteString.encodeUtf8(signed.message().utf8().replace("null", "{}"));
    var verifier = KeyVerifier.of(KeyVectors.publicKey("p384"));
    var bySomebody = KeyVectors.signedWith("p521").signature();

    for (var content :
        List.of(
            new SimpleSigning(changed, signed.signature()),
            new SimpleSigning(signed.message(), bySomebody))) {
      assertThat(verifier.verify(Attestation.of(content), SUBJECT, Expectation.SIGNATURE))
          .extracting("reason")
          .isEqualTo(Reason.SIGNATURE);
    }
  }

  @Test
  void needsKeysThatSignaturesAreMadeWith() throws Exception {
    PublicKey dsa = KeyPairGenerator.getInstance("DSA").generateKeyPair().getPublic();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> KeyVerifier.of(List.of()))
        .withMessage("KeyVerifier needs a key");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KeyVerifier.of(dsa))
        .withMessage(
            "Public key needs to be an ECDSA key on P-256, P-384 or P-521, an RSA key of 2048 bits"
                + " or more, or an Ed25519 key but is a key for DSA");
  }

  private static Attestation with(Envelope envelope, List<Envelope.Signature> signatures) {
    return Attestation.of(new Envelope(envelope.payloadType(), envelope.payload(), signatures));
  }

  /** Of cosign, over the image's manifest. */
  private static MessageSignature messageSignature(@Nullable Digest named) throws IOException {
    String bundle = KeyVectors.bundle("cosign3-msgsig", "signature").utf8();
    String base64 = bundle.replaceFirst(".*\"signature\":\"([^\"]+)\".*", "$1");
    return new MessageSignature(Objects.requireNonNull(ByteString.decodeBase64(base64)), named);
  }

  private static void assertRejected(Verdict verdict, Reason reason, String message) {
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Rejected.class,
            no -> {
              assertThat(no.message()).isEqualTo(message);
              assertThat(no.reason()).isEqualTo(reason);
            });
  }
}
