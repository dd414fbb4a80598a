package dev.referrers.bundle;

import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.Content;
import dev.referrers.attestation.Envelope;
import dev.referrers.attestation.Expectation;
import dev.referrers.attestation.LogEntry;
import dev.referrers.attestation.MessageSignature;
import dev.referrers.attestation.Statement;
import dev.referrers.attestation.Subject;
import dev.referrers.attestation.Verdict;
import dev.referrers.attestation.VerificationMaterial;
import dev.referrers.attestation.VerificationMaterial.CertificateChain;
import dev.referrers.attestation.VerificationMaterial.SignedTimestamp;
import dev.referrers.bundle.TestAuthority.Leaf;
import dev.referrers.oci.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.KeyPair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import okio.ByteString;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/** A whole sigstore instance, whose trusted root tests can spoil before they ask for it. */
final class TestSigstore {

  static final Instant SIGNED = Instant.parse("2025-06-01T12:00:00Z");
  static final String NAME = "https://ci.test/release.yml@refs/heads/main";
  static final String ISSUER = "https://token.ci.test";
  static final CertificateIdentity IDENTITY = CertificateIdentity.of(NAME, ISSUER);
  static final String ALWAYS = "{\"start\":\"2024-01-01T00:00:00Z\"}";
  static final ByteString IMAGE = ByteString.encodeUtf8("an image");
  static final Subject SUBJECT = Subject.of(IMAGE);

  final TestAuthority fulcio = TestAuthority.of("fulcio.test", KeyPurposeId.id_kp_codeSigning);
  final TestCtLog ctLog = TestCtLog.of();
  final TestLog rekor = TestLog.rekorV1("rekor.test");
  final TestLog rekorV2 = TestLog.rekorV2("log2025.rekor.test");
  final TestTimestamps tsa = TestTimestamps.of("tsa.test");
  final TestTimestamps otherTsa = TestTimestamps.of("other-tsa.test");

  /** What the trusted root says beside the keys. */
  String rekorValidity = ALWAYS;

  String rekorV2Validity = ALWAYS;
  String ctValidity = ALWAYS;
  String fulcioValidity = ALWAYS;
  String tsaValidity = ALWAYS;

  TrustedRoot root() {
    String json =
        """
        {"mediaType":"application/vnd.dev.sigstore.trustedroot+json;version=0.1",
         "tlogs":[%s,%s],"certificateAuthorities":[%s],"ctlogs":[%s],
         "timestampAuthorities":[%s,%s]}"""
            .formatted(
                rekor.json(rekorValidity),
                rekorV2.json(rekorV2Validity),
                fulcio.json(fulcioValidity),
                ctLog.json(ctValidity),
                tsa.json(tsaValidity),
                otherTsa.jsonWithSigner(ALWAYS));
    try {
      return TrustedRoot.parse(ByteString.encodeUtf8(json));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  SigstoreVerifier verifier() {
    return SigstoreVerifier.of(root(), IDENTITY);
  }

  Leaf leaf() {
    var leaf = new Leaf();
    leaf.logs.add(ctLog);
    return leaf;
  }

  /** Who signs: a key and what certifies it. */
  record Identity(KeyPair keys, ByteString certificate) {

    ByteString pem() {
      return Signing.pem("CERTIFICATE", certificate);
    }
  }

  Identity identity() {
    return identity(leaf -> {});
  }

  Identity identity(Consumer<Leaf> change) {
    var keys = Signing.ecKeys();
    var leaf = leaf();
    change.accept(leaf);
    return new Identity(keys, leaf.issue(fulcio, keys));
  }

  /** A statement about the image, in an envelope signed by that identity. */
  static Signed statement(Identity by) {
    var payload = Statement.signature(SUBJECT.digest(), Map.of("note", "über")).bytes();
    return statement(by, payload);
  }

  static Signed statement(Identity by, ByteString payload) {
    var message = Envelope.preAuthenticationEncoding(Envelope.IN_TOTO, payload);
    var signature = Signing.sign(by.keys, message);
    var envelope =
        new Envelope(Envelope.IN_TOTO, payload, List.of(Envelope.Signature.of(signature)));
    return new Signed(by, envelope, payload, message, signature);
  }

  static Signed message(Identity by) {
    var signature = Signing.sign(by.keys, IMAGE);
    var content = new MessageSignature(signature, Digest.sha256(IMAGE));
    return new Signed(by, content, IMAGE, IMAGE, signature);
  }

  /** A signature that gathers what goes with it. */
  record Signed(
      Identity by,
      Content content,
      ByteString payload,
      ByteString message,
      ByteString signature,
      List<LogEntry> entries,
      List<SignedTimestamp> timestamps) {

    Signed(
        Identity by,
        Content content,
        ByteString payload,
        ByteString message,
        ByteString signature) {
      this(by, content, payload, message, signature, new ArrayList<>(), new ArrayList<>());
    }

    /** The body that a Rekor v1 takes of it. */
    LogBody body() {
      return content instanceof Envelope
          ? LogBody.dsse(payload, signature, by.pem())
          : LogBody.hashedRekord(message, signature, by.pem());
    }

    LogBody bodyV2() {
      return LogBody.hashedRekordV2(message, signature, by.certificate);
    }

    Signed logged(TestLog log, Instant time) {
      return logged(log.entry(body(), time));
    }

    Signed loggedV2(TestLog log) {
      return logged(log.entry(bodyV2(), SIGNED));
    }

    Signed logged(LogEntry entry) {
      entries.add(entry);
      return this;
    }

    Signed stamped(TestTimestamps tsa, Instant time) {
      return stamped(tsa.stamp(signature, time));
    }

    Signed stamped(SignedTimestamp timestamp) {
      timestamps.add(timestamp);
      return this;
    }

    Attestation attestation() {
      var chain = new CertificateChain(List.of(by.certificate));
      return Attestation.of(content, new VerificationMaterial(chain, entries, timestamps));
    }

    /** Through the bundle's JSON, as others would get it. */
    Verdict verdict(SigstoreVerifier verifier) {
      try {
        var bundle = SigstoreBundle.parse(SigstoreBundle.write(attestation()));
        return verifier.verify(bundle, SUBJECT, Expectation.ANY);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
