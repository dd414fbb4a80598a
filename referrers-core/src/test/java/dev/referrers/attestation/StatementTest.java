package dev.referrers.attestation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.oci.Digest;
import java.util.Map;
import org.junit.jupiter.api.Test;

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
}
