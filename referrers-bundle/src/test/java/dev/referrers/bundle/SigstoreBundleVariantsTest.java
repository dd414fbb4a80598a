package dev.referrers.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.Envelope;
import dev.referrers.attestation.VerificationMaterial;
import dev.referrers.error.MalformedContentException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms of {@code vectors/hand-bundle-variants}, and of {@code hand-chains-shape}. */
class SigstoreBundleVariantsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "media type with ;version=0.3",
        "media type ;version=0.2",
        "media type ;version=0.1",
        "url-safe base64",
        "base64 without padding",
        "snake_case field names",
        "unknown field",
        "no annotations"
      })
  void readsTheFormsThatSayTheSame(String variant) throws IOException {
    var plain = read("plain");
    var read = read(variant);

    assertThat(read.material()).isEqualTo(plain.material());
    assertThat(payloadType(read)).isEqualTo(payloadType(plain));
    assertThat(payload(read)).startsWith("{\"_type\":\"https://in-toto.io/Statement/v1\"");
    assertThat(SigstoreBundle.write(read)).isEqualTo(variant(variant).bytes());
  }

  @Test
  void readsAnEmptyHint() throws IOException {
    assertThat(read("hint empty").material()).isEqualTo(VerificationMaterial.ofKey(""));
  }

  @Test
  void readsTheKeyidWithoutThinkingAboutIt() throws IOException {
    var signature = ((Envelope) read("keyid present").content()).signatures().get(0);

    assertThat(VerificationMaterial.ofKey(String.valueOf(signature.keyid())))
        .isEqualTo(read("keyid present").material());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "two signatures | Bundle: expected exactly one signature but there are 2"
            + " at $.dsseEnvelope.signatures",
        "bundle version 0.4 | Bundle: expected a bundle of version 0.1, 0.2 or 0.3 but was"
            + " application/vnd.dev.sigstore.bundle.v0.4+json at $.mediaType"
      })
  void refusesWhatIsNoBundleOfTheseVersions(String variant, String message) {
    assertThatThrownBy(() -> read(variant))
        .isInstanceOf(MalformedContentException.class)
        .hasMessage(message);
  }

  @Test
  void readsWhatOnlyAVerifierCanRefuse() throws IOException {
    assertThat(payload(read("wrong subject"))).contains("\"subject\"");
  }

  @Test
  void readsTheSimpleSigningPayloadOfTektonChains() throws IOException {
    var types =
        Bundles.vectors()
            .filter(vector -> vector.name().equals("hand-chains-shape"))
            .map(vector -> String.valueOf(vector.expected("payloadType")))
            .toList();

    assertThat(types)
        .containsExactlyInAnyOrder(
            Envelope.IN_TOTO, "application/vnd.dev.cosign.simplesigning.v1+json");
    for (var vector : Bundles.vectors().toList()) {
      if (vector.name().equals("hand-chains-shape")) {
        assertThat(payloadType(SigstoreBundle.parse(vector.bytes())))
            .isEqualTo(vector.expected("payloadType"));
      }
    }
  }

  private static Attestation read(String variant) throws IOException {
    return SigstoreBundle.parse(variant(variant).bytes());
  }

  private static Bundles.Vector variant(String variant) {
    return Bundles.vectors()
        .filter(vector -> vector.expected("variant").equals(variant))
        .findFirst()
        .orElseThrow();
  }

  private static String payload(Attestation attestation) {
    return ((Envelope) attestation.content()).payload().utf8();
  }

  private static String payloadType(Attestation attestation) {
    return ((Envelope) attestation.content()).payloadType();
  }
}
