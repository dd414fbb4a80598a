package dev.referrers.cosign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.Envelope;
import dev.referrers.attestation.VerificationMaterial;
import dev.referrers.error.MalformedContentException;
import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignedLayerTest {

  private static final String BUNDLE = "dev.sigstore.cosign/bundle";
  private static final String TIMESTAMP = "dev.sigstore.cosign/rfc3161timestamp";
  private static final String CERTIFICATE = "dev.sigstore.cosign/certificate";
  private static final CosignVector VECTOR =
      CosignVector.of("cosign2-sig-rekor-tsr").findFirst().orElseThrow();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        BUNDLE + "|\"logIndex\":42|\"logIndex\":-1|expected 0 to 9223372036854775807 but was -1",
        BUNDLE + "|\"integratedTime\":1795503095|\"integratedTime\":253402300800|expected 0 to",
        BUNDLE + "|\"logIndex\":42,||$.Payload.logIndex",
        BUNDLE + "|SignedEntryTimestamp|Signed|$.SignedEntryTimestamp",
        BUNDLE + "|\"body\":\"eyJh|\"body\":\"YWJj|its body",
        BUNDLE + "|\"logID\":\"f0|\"logID\":\"x0|$.Payload.logID",
        TIMESTAMP + "|\"MIIF|\"%|expected base64 but was not",
        TIMESTAMP + "|SignedRFC3161Timestamp|Other|$.SignedRFC3161Timestamp",
        CERTIFICATE + "|-----BEGIN|-----START|expected certificates in PEM and nothing else",
        CERTIFICATE + "|MIIBz|MI%Bz|expected certificates in PEM and nothing else",
        "dev.cosignproject.cosign/signature|MEUC|M%UC|expected base64 but was not"
      })
  void aBrokenAnnotationMakesItMalformed(
      String key, String from, @Nullable String to, String problem) throws IOException {
    Descriptor good = VECTOR.descriptor();
    String value = Objects.requireNonNull(good.annotations().get(key));
    assertThat(value).contains(from);
    String broken = value.replace(from, to == null ? "" : to);

    assertThat(SignedLayer.read(good, VECTOR.blob()).material().logEntries()).hasSize(1);
    assertThatThrownBy(() -> SignedLayer.read(with(good, key, broken), VECTOR.blob()))
        .isInstanceOf(MalformedContentException.class)
        .hasMessageStartingWith("Layer " + good.digest())
        .hasMessageContaining(key)
        .hasMessageContaining(problem);
  }

  @Test
  void anEmptyAnnotationIsNone() throws IOException {
    Descriptor layer = VECTOR.descriptor();
    for (String key : List.of(BUNDLE, TIMESTAMP, CERTIFICATE, "dev.sigstore.cosign/chain")) {
      layer = with(layer, key, "");
    }

    assertThat(SignedLayer.read(layer, VECTOR.blob()).material())
        .isEqualTo(VerificationMaterial.NONE);
  }

  @Test
  void aChainWithoutACertificateIsMalformed() throws IOException {
    Descriptor layer = with(VECTOR.descriptor(), CERTIFICATE, "");

    assertThatThrownBy(() -> SignedLayer.read(layer, VECTOR.blob()))
        .isInstanceOf(MalformedContentException.class)
        .hasMessageEndingWith(
            "annotation dev.sigstore.cosign/chain: expected a certificate with it but there is"
                + " none");
  }

  @Test
  void annotationsOfOthersAreKept() throws IOException {
    Attestation read =
        SignedLayer.read(with(VECTOR.descriptor(), "org.example/who", "us"), VECTOR.blob());

    assertThat(read.annotations()).isEqualTo(Annotations.of("org.example/who", "us"));
  }

  /** cosign 1 and 2 have the whole envelope stamped. */
  @Test
  void theTimestampOfAnEnvelopeMayBeOverAllOfIt() throws IOException {
    CosignVector vector = CosignVector.of("cosign2-att-cert").findFirst().orElseThrow();
    String timestamp = Objects.requireNonNull(VECTOR.descriptor().annotations().get(TIMESTAMP));

    Attestation read =
        SignedLayer.read(with(vector.descriptor(), TIMESTAMP, timestamp), vector.blob());

    assertThat(read.content()).isInstanceOf(Envelope.class);
    assertThat(read.material().timestamps())
        .singleElement()
        .satisfies(each -> assertThat(each.envelope()).isEqualTo(vector.blob()));
  }

  @Test
  void whatIsNoEnvelopeIsMalformed() throws IOException {
    CosignVector vector = CosignVector.of("cosign2-att-cert").findFirst().orElseThrow();
    Descriptor layer = vector.descriptor();

    assertThatThrownBy(() -> SignedLayer.read(layer, ByteString.encodeUtf8("{}")))
        .isInstanceOf(MalformedContentException.class)
        .hasMessageContaining("$.signatures");
  }

  private static Descriptor with(Descriptor layer, String key, String value) {
    return layer.withAnnotations(layer.annotations().with(key, value));
  }
}
