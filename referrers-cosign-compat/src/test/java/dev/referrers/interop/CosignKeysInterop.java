package dev.referrers.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.Verification;
import dev.referrers.attestation.Expectation;
import dev.referrers.attestation.Subject;
import dev.referrers.cosign.CosignKeys;
import dev.referrers.cosign.CosignTags;
import dev.referrers.key.KeyVerifier;
import dev.referrers.key.PublicKeys;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import okio.ByteString;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Key files go both ways between us and cosign 2 and 3. */
class CosignKeysInterop {

  private static final char[] PASSWORD = "secret".toCharArray();

  @TempDir Path data;
  @TempDir Path home;

  @ParameterizedTest
  @EnumSource
  void cosignSignsWithTheFilesThatWeWrite(Cosign version)
      throws IOException, GeneralSecurityException {
    try (Peer peer = Peer.start("olareg", data)) {
      Repository repository = peer.repository("acme/api");
      Descriptor image = Images.push(repository, "1.0");
      Client cosign = version.in(home);
      for (KeyPair pair :
          new KeyPair[] {CosignKeys.generate(), KeyFiles.create("rsa", home).pair()}) {
        Path key = home.resolve("ours.key");
        Path pub = home.resolve("ours.pub");
        Files.write(key, CosignKeys.write(pair.getPrivate(), PASSWORD).toByteArray());
        Files.writeString(pub, PublicKeys.pem(pair.getPublic()));
        String reference = peer.host() + "/acme/api@" + image.digest();

        version.run(cosign, "sign", "--key", key.toString(), reference);

        cosign.run("verify", "--key", pub.toString(), "--insecure-ignore-tlog=true", reference);
        var report =
            Verification.of(CosignTags.in(repository), KeyVerifier.of(pair.getPublic()))
                .verify(Subject.of(image.digest()), Expectation.SIGNATURE);
        assertThat(report.verified()).hasSize(1);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void weReadTheFilesThatCosignWrites(Cosign version) throws IOException {
    version.in(home).run("generate-key-pair", "--output-key-prefix", home.resolve("theirs") + "");

    KeyPair pair =
        CosignKeys.parse(ByteString.of(Files.readAllBytes(home.resolve("theirs.key"))), PASSWORD);

    String pub = Files.readString(home.resolve("theirs.pub"));
    assertThat(pair.getPublic()).isEqualTo(PublicKeys.parsePem(pub));
    assertThat(PublicKeys.pem(pair.getPublic())).isEqualTo(pub);
  }
}
