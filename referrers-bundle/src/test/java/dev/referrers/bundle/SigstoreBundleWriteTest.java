package dev.referrers.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.attestation.Artifact;
import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.Attestation.Original;
import dev.referrers.attestation.Content;
import dev.referrers.attestation.Envelope;
import dev.referrers.attestation.LogEntry;
import dev.referrers.attestation.LogEntry.InclusionProof;
import dev.referrers.attestation.MessageSignature;
import dev.referrers.attestation.VerificationMaterial;
import dev.referrers.attestation.VerificationMaterial.SignedTimestamp;
import dev.referrers.oci.Digest;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SigstoreBundleWriteTest {

  private static final String V0_1 = "application/vnd.dev.sigstore.bundle+json;version=0.1";
  private static final ByteString BYTES = ByteString.encodeUtf8("bytes");
  private static final Envelope ENVELOPE =
      new Envelope(Envelope.IN_TOTO, BYTES, List.of(Envelope.Signature.of(BYTES)));
  private static final VerificationMaterial KEY = VerificationMaterial.ofKey("hint");
  private static final InclusionProof PROOF =
      new InclusionProof(0, BYTES, 1, List.of(), "origin\n1\nroot\n");

  @Test
  void writesTheMembersInTheOrderOfProtobuf() {
    var material =
        KEY.withLogEntries(List.of(entry(3, Instant.ofEpochSecond(5), BYTES, PROOF)))
            .withTimestamps(List.of(new SignedTimestamp(BYTES)));

    assertThat(SigstoreBundle.write(Attestation.of(ENVELOPE, material)).utf8())
        .isEqualTo(
            ("{'mediaType':'application/vnd.dev.sigstore.bundle.v0.3+json',"
                    + "'verificationMaterial':{'publicKey':{'hint':'hint'},'tlogEntries':[{"
                    + "'logIndex':'3','logId':{'keyId':'Ynl0ZXM='},"
                    + "'kindVersion':{'kind':'dsse','version':'0.0.1'},"
                    + "'integratedTime':'5',"
                    + "'inclusionPromise':{'signedEntryTimestamp':'Ynl0ZXM='},"
                    + "'inclusionProof':{'rootHash':'Ynl0ZXM=','treeSize':'1',"
                    + "'checkpoint':{'envelope':'origin\\n1\\nroot\\n'}},"
                    + "'canonicalizedBody':'Ynl0ZXM='}],'timestampVerificationData':{"
                    + "'rfc3161Timestamps':[{'signedTimestamp':'Ynl0ZXM='}]}},"
                    + "'dsseEnvelope':{'payload':'Ynl0ZXM=',"
                    + "'payloadType':'application/vnd.in-toto+json',"
                    + "'signatures':[{'sig':'Ynl0ZXM='}]}}")
                .replace('\'', '"'));
  }

  @Test
  void leavesOutWhatIsZero() throws IOException {
    var material = KEY.withLogEntries(List.of(entry(0, null, null, PROOF)));

    var json = SigstoreBundle.write(Attestation.of(ENVELOPE, material));

    assertThat(json.utf8()).doesNotContain("logIndex", "integratedTime", "inclusionPromise");
    assertThat(SigstoreBundle.parse(json).material()).isEqualTo(material);
  }

  @Test
  void writesTheOriginalUnlessItIsOfAnotherFormat() throws IOException {
    var attestation = Attestation.of(ENVELOPE, KEY);
    var bytes = old(attestation);
    var bundle = SigstoreBundle.parse(bytes);
    var other = attestation.withOriginal(new Original("application/vnd.dsse.envelope", BYTES));

    assertThat(SigstoreBundle.write(bundle)).isEqualTo(bytes);
    assertThat(SigstoreBundle.writeWithChain(bundle)).isEqualTo(bytes);
    assertThat(SigstoreBundle.mediaType(bundle)).isEqualTo(V0_1);
    assertThat(SigstoreBundle.write(other)).isEqualTo(SigstoreBundle.write(attestation));
    assertThat(SigstoreBundle.mediaType(other)).isEqualTo(SigstoreBundle.MEDIA_TYPE);
  }

  @Test
  void refusesAnOriginalThatSaysOtherThings() {
    var attestation = Attestation.of(ENVELOPE, KEY);
    var bytes = old(attestation);
    var said = attestation.withOriginal(new Original(V0_1, bytes));
    var other = Attestation.of(ENVELOPE, VerificationMaterial.ofKey("other"));
    assertThat(SigstoreBundle.write(said)).isEqualTo(bytes);

    for (var lie :
        List.of(
            other.withOriginal(new Original(V0_1, bytes)),
            attestation.withOriginal(new Original(SigstoreBundle.MEDIA_TYPE, bytes)),
            attestation.withOriginal(new Original(V0_1, BYTES)))) {
      assertThatThrownBy(() -> SigstoreBundle.write(lie))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("Sigstore bundle that the attestation was read from ");
    }
  }

  /** Without log entries the versions do not differ. */
  private static ByteString old(Attestation attestation) {
    String json = SigstoreBundle.write(attestation).utf8();
    return ByteString.encodeUtf8(json.replace(SigstoreBundle.MEDIA_TYPE, V0_1));
  }

  @Test
  void keepsAKeyid() throws IOException {
    var signatures = List.of(new Envelope.Signature(BYTES, "SHA256:key"));
    var envelope = new Envelope(Envelope.IN_TOTO, BYTES, signatures);

    var written = SigstoreBundle.write(Attestation.of(envelope, KEY));

    assertThat(written.utf8()).contains("{\"sig\":\"Ynl0ZXM=\",\"keyid\":\"SHA256:key\"}");
    assertThat(SigstoreBundle.parse(written).content()).isEqualTo(envelope);
  }

  @Test
  void writesACertificateChainOnlyWhenAsked() throws IOException {
    var attestation = Bundles.withoutOriginal(cosignsChain());

    assertThatThrownBy(() -> SigstoreBundle.write(attestation))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Sigstore bundle of version 0.3 has room for the leaf certificate only but there are 2");
    var written = SigstoreBundle.writeWithChain(attestation);
    assertThat(SigstoreBundle.parse(written).material()).isEqualTo(attestation.material());
  }

  @Test
  void refusesWhatVersion0_3CannotHold() {
    var twice = List.of(Envelope.Signature.of(BYTES), Envelope.Signature.of(BYTES));

    assertRefused(
        new Envelope(Envelope.IN_TOTO, BYTES, twice),
        KEY,
        "Sigstore bundle of version 0.3 can't hold the attestation: Bundle: expected exactly one"
            + " signature but there are 2 at $.dsseEnvelope.signatures");
    assertRefused(
        new Artifact("application/spdx+json", List.of()),
        KEY,
        "Sigstore bundle needs an envelope or a message signature but the content is of kind Artifact");
    assertRefused(
        ENVELOPE,
        VerificationMaterial.NONE,
        "Sigstore bundle needs a key hint or a certificate but the attestation has neither");
    assertRefused(
        ENVELOPE,
        KEY.withLogEntries(List.of(entry(1, Instant.EPOCH, BYTES, null))),
        "Sigstore bundle of version 0.3 can't hold the attestation: Bundle: expected a value but"
            + " was missing at $.verificationMaterial.tlogEntries[0].inclusionProof");
    assertRefused(
        new MessageSignature(BYTES, null),
        KEY,
        "Sigstore bundle needs a message digest, for verifiers refuse one without");
    assertRefused(
        new MessageSignature(BYTES, new Digest("blake3", "00")),
        KEY,
        "Sigstore bundle has no hash algorithm for the digest blake3:00");
  }

  @Test
  void refusesToLoseAnything() {
    var fraction = Instant.ofEpochSecond(5, 1);

    assertRefused(
        ENVELOPE,
        KEY.withLogEntries(List.of(entry(1, fraction, BYTES, PROOF))),
        "Sigstore bundle of version 0.3 can't hold all of the attestation");
  }

  private static Attestation cosignsChain() throws IOException {
    var vector =
        Bundles.vectors()
            .filter(each -> each.expected("verificationMaterial").equals("x509CertificateChain"))
            .findFirst();
    return SigstoreBundle.parse(vector.orElseThrow().bytes());
  }

  private static LogEntry entry(
      long logIndex,
      @Nullable Instant integratedTime,
      @Nullable ByteString promise,
      @Nullable InclusionProof proof) {
    return new LogEntry(logIndex, BYTES, "dsse", "0.0.1", integratedTime, promise, proof, BYTES);
  }

  private static void assertRefused(
      Content content, VerificationMaterial material, String message) {
    assertThatThrownBy(() -> SigstoreBundle.write(Attestation.of(content, material)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
