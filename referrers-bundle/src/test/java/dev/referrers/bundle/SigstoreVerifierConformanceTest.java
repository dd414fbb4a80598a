package dev.referrers.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import com.squareup.moshi.Moshi;
import com.squareup.moshi.Types;
import dev.referrers.attestation.Expectation;
import dev.referrers.attestation.Subject;
import dev.referrers.attestation.Verdict;
import dev.referrers.error.MalformedContentException;
import dev.referrers.key.PublicKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SigstoreVerifierConformanceTest {

  private static final Path DATA = Path.of("src/test/resources/conformance");

  record Case(Map<String, Object> members) {

    String text(String name) {
      return String.valueOf(members.get(name));
    }

    @Nullable Path file(String name) {
      return members.get(name) == null ? null : DATA.resolve(text(name));
    }

    ByteString bytes(String name) throws IOException {
      return ByteString.of(Files.readAllBytes(Objects.requireNonNull(file(name))));
    }

    @Override
    public String toString() {
      return text("name");
    }
  }

  static Stream<Case> cases() throws IOException {
    var type =
        Types.newParameterizedType(
            List.class, Types.newParameterizedType(Map.class, String.class, Object.class));
    String json = Files.readString(DATA.resolve("cases.json"));
    List<Map<String, Object>> cases =
        Objects.requireNonNull(
            new Moshi.Builder().build().<List<Map<String, Object>>>adapter(type).fromJson(json));
    assertThat(cases).hasSize(70);
    return cases.stream().map(Case::new);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void decidesAsTheSuiteExpects_byArtefact(Case each) throws IOException {
    assertThat(accepts(each, Subject.of(each.bytes("artifact"))))
        .isEqualTo(each.text("expect").equals("accept"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void decidesAsTheSuiteExpects_byDigest(Case each) throws IOException {
    var digest = Subject.of(each.bytes("artifact")).digest();

    assertThat(accepts(each, Subject.of(digest))).isEqualTo(each.text("expect").equals("accept"));
  }

  private static boolean accepts(Case each, Subject subject) throws IOException {
    var root = TrustedRoot.parse(each.bytes("trusted_root"));
    try {
      var bundle = SigstoreBundle.parse(each.bytes("bundle"));
      var verdict = verifier(each, root).verify(bundle, subject, Expectation.ANY);
      if (verdict instanceof Verdict.Rejected rejected) {
        System.out.println(each + ": " + rejected.reason() + " " + rejected.message());
      }
      return verdict instanceof Verdict.Verified;
    } catch (MalformedContentException e) {
      System.out.println(each + ": " + e.getMessage());
      return false;
    }
  }

  private static SigstoreVerifier verifier(Case each, TrustedRoot root) throws IOException {
    return each.file("key") == null
        ? SigstoreVerifier.of(
            root, CertificateIdentity.of(each.text("identity"), each.text("issuer")))
        : SigstoreVerifier.of(root, PublicKeys.parsePem(each.bytes("key").utf8()));
  }
}
