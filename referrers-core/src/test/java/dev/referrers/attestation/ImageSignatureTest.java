package dev.referrers.attestation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.key.KeySigner;
import dev.referrers.key.KeyVerifier;
import dev.referrers.oci.Digest;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.List;
import java.util.Map;
import okio.ByteString;
import org.junit.jupiter.api.Test;

class ImageSignatureTest {

  private static final Digest IMAGE = Digest.sha256(ByteString.encodeUtf8("image"));

  @Test
  void oneSignerSignsBothForms() throws IOException, GeneralSecurityException {
    KeyPair key = KeyPairGenerator.getInstance("EC").generateKeyPair();

    var signed =
        ImageSignature.sign(
            KeySigner.of(key), IMAGE, "registry.example/acme/api", Map.of("env", "prod"));

    var expected = Expectation.SIGNATURE.withClaims(Map.of("env", "prod"));
    var verifier = KeyVerifier.of(key.getPublic());
    for (Attestation each : List.of(signed.statement(), signed.simpleSigning())) {
      assertThat(verifier.verify(each, Subject.of(IMAGE), expected))
          .isInstanceOf(Verdict.Verified.class);
      assertThat(each.material().keyMaterial()).isNotNull();
    }
    assertThat(signed.statement().content()).isInstanceOf(Envelope.class);
    assertThat(((SimpleSigning) signed.simpleSigning().content()).payload().utf8())
        .isEqualTo(
            "{\"critical\":{\"identity\":{\"docker-reference\":\"registry.example/acme/api\"},"
                + "\"image\":{\"docker-manifest-digest\":\"%s\"},"
                + "\"type\":\"cosign container image signature\"},\"optional\":{\"env\":\"prod\"}}",
            IMAGE);
  }
}
