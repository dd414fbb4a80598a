package dev.referrers.layouts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.AttestationQuery;
import dev.referrers.Registry;
import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.Expectation;
import dev.referrers.attestation.Subject;
import dev.referrers.attestation.Verdict;
import dev.referrers.attestation.Verdict.Reason;
import dev.referrers.bundle.CertificateIdentity;
import dev.referrers.bundle.SigstoreVerifier;
import dev.referrers.bundle.TrustedRoot;
import dev.referrers.bundle.VerificationPolicy;
import dev.referrers.cosign.CosignTags;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.oci.Digest;
import dev.referrers.testing.Behaviour;
import dev.referrers.testing.FakeRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okio.ByteString;
import org.junit.jupiter.api.Test;

/**
 * A signature under a cosign tag with every annotation there is. Its certificate names no issuer,
 * so it is nobody's in the end; all else is checked before that.
 */
class LegacyKeylessTest {

  private static final Path VECTORS =
      Path.of("../referrers-cosign-compat/src/test/resources/vectors");
  private static final Digest IMAGE =
      Digest.parse("sha256:f212bf085cea246a39e65b6b596acdbc6de090869577e51c53cc61165e4acc14");
  private static final String VALID = "\"validFor\":{\"start\":\"2020-01-01T00:00:00Z\"}";

  @Test
  void holdsInAllButItsIssuer() throws IOException {
    assertThat(verify(root("rekor.pub", "root.crt", "tsa-chain.crt")))
        .isInstanceOfSatisfying(
            Verdict.Rejected.class,
            rejected -> {
              assertThat(rejected.reason()).isEqualTo(Reason.IDENTITY);
              assertThat(rejected.message()).contains("vector@example.test");
            });
  }

  @Test
  void needsTheKeyOfTheLogThatPromised() throws IOException {
    assertThat(verify(root("leaf.pub", "root.crt", "tsa-chain.crt")))
        .extracting("reason")
        .isEqualTo(Reason.LOG_ENTRY);
  }

  @Test
  void needsTheAuthorityThatStampedTheSignature() throws IOException {
    assertThat(verify(root("rekor.pub", "root.crt", "root.crt")))
        .extracting("reason")
        .isEqualTo(Reason.TIME);
  }

  @Test
  void needsTheAuthorityThatIssuedTheCertificate() throws IOException {
    assertThat(verify(root("rekor.pub", "tsa-chain.crt", "tsa-chain.crt")))
        .extracting("reason")
        .isEqualTo(Reason.CERTIFICATE);
  }

  private static Verdict verify(TrustedRoot root) throws IOException {
    return SigstoreVerifier.of(root, CertificateIdentity.of("vector@example.test", "nobody"))
        .withPolicy(VerificationPolicy.DEFAULT.withScts(0).withSignedTimestamps(1))
        .verify(attestation(), Subject.of(IMAGE), Expectation.SIGNATURE);
  }

  private static Attestation attestation() throws IOException {
    try (var registry = FakeRegistry.start(Behaviour.specified())) {
      var stored = registry.repository("acme/api");
      ByteString manifest = only("manifests");
      stored.pushBlob(only("blobs"));
      stored.pushManifest(
          ImageManifest.parse("Manifest", manifest).mediaType(),
          manifest,
          "sha256-" + IMAGE.encoded() + ".sig");
      var repository =
          Registry.at(registry.host())
              .allowPlainHttp(registry.host())
              .build()
              .repository("acme/api");
      return CosignTags.in(repository)
          .list(IMAGE, AttestationQuery.SIGNATURES)
          .get(0)
          .attestation();
    }
  }

  private static ByteString only(String folder) throws IOException {
    try (var files = Files.list(VECTORS.resolve("cosign2-sig-rekor-tsr").resolve(folder))) {
      return ByteString.of(Files.readAllBytes(files.findFirst().orElseThrow()));
    }
  }

  private static TrustedRoot root(String log, String authority, String timestamps)
      throws IOException {
    return TrustedRoot.parse(
        ByteString.encodeUtf8(
            """
            {"mediaType":"application/vnd.dev.sigstore.trustedroot+json;version=0.1",
             "tlogs":[{"baseUrl":"https://rekor.test","hashAlgorithm":"SHA2_256",
               "publicKey":{"keyDetails":"PKIX_ECDSA_P256_SHA_256",%s,%s},
               "logId":{"keyId":"8P1N6pz8lWz1juK+62NfxN9qbYJLXAFCgMYmR3fFF+I="}}],
             "certificateAuthorities":[%s],"timestampAuthorities":[%s]}"""
                .formatted(raw(log), VALID, chain(authority), chain(timestamps))));
  }

  private static String chain(String file) throws IOException {
    return "{\"uri\":\"https://ca.test\",\"certChain\":{\"certificates\":["
        + raw(file).replace("\"rawBytes\"", "{\"rawBytes\"").replace("\",", "\"},")
        + "}]},"
        + VALID
        + "}";
  }

  /** The DER of each PEM object in a file. */
  private static String raw(String file) throws IOException {
    String text = Files.readString(VECTORS.resolve("keys").resolve(file));
    Matcher pem = Pattern.compile("-----BEGIN [A-Z ]+-----([^-]+)-----END").matcher(text);
    return String.join(
        ",",
        pem.results()
            .map(each -> "\"rawBytes\":\"" + each.group(1).replaceAll("\\s", "") + '"')
            .toList());
  }
}
