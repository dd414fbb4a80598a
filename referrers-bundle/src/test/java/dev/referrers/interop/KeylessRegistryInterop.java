package dev.referrers.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.Publication;
import dev.referrers.Verification;
import dev.referrers.VerificationReport;
import dev.referrers.VerificationReport.Judged;
import dev.referrers.attestation.Expectation;
import dev.referrers.attestation.PredicateTypes;
import dev.referrers.attestation.ResourceDescriptor;
import dev.referrers.attestation.Statement;
import dev.referrers.attestation.Subject;
import dev.referrers.attestation.Verdict;
import dev.referrers.bundle.BundlePublisher;
import dev.referrers.bundle.StoredBundles;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import okio.ByteString;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keyless signatures beside images by us and by cosign, with and without a referrers API. */
class KeylessRegistryInterop {

  private static final String SLSA = PredicateTypes.SLSA_PROVENANCE_V1;
  private static final String OTHER = "somebody@example.org";

  @AutoClose private static Sigstore sigstore;

  @TempDir Path data;
  @TempDir Path home;

  @BeforeAll
  static void startSigstore(@TempDir Path services) {
    sigstore = Sigstore.start(services);
  }

  @ParameterizedTest
  @ValueSource(strings = {"olareg", "distribution"})
  void cosignVerifiesWhatWePublish(String kind) throws IOException {
    try (Peer peer = Peer.start(kind, data)) {
      Repository repository = peer.repository("acme/api");
      Descriptor image = Images.push(repository, "1.0");
      String reference = peer.host() + "/acme/api:1.0";

      Publication signature =
          publish(repository, image, Statement.signature(image.digest(), Map.of("by", "us")));
      Publication provenance = publish(repository, image, provenance(image));

      assertThat(verify("verify", Sigstore.EMAIL, reference, "-a", "by=us"))
          .contains(image.digest().toString());
      assertThat(
              verify("verify-attestation", Sigstore.EMAIL, reference, "--type", "slsaprovenance1"))
          .contains("payload");
      assertThat(Client.cosign(home).run("tree", reference))
          .contains(signature.manifest().digest().toString())
          .contains(provenance.manifest().digest().toString(), SLSA);
      assertRefused("verify", reference);
      assertRefused("verify-attestation", reference, "--type", "slsaprovenance1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"olareg", "distribution"})
  void weVerifyWhatCosignPublishes(String kind) throws IOException {
    String predicate = Files.writeString(home.resolve("predicate.json"), "{}").toString();
    try (Peer peer = Peer.start(kind, data)) {
      Repository repository = peer.repository("acme/api");
      Descriptor image = Images.push(repository, "1.0");
      String reference = peer.host() + "/acme/api@" + image.digest();

      sign("sign", reference, "-a", "by=them");
      sign("attest", reference, "--predicate", predicate, "--type", "spdxjson");

      var signed = Expectation.SIGNATURE.withClaims(Map.of("by", "them"));
      var attested = Expectation.attestation("spdxjson");
      for (Expectation expected : List.of(signed, attested)) {
        assertThat(report(repository, image, Sigstore.EMAIL, expected).verified()).hasSize(1);
        assertThat(report(repository, image, OTHER, expected).results())
            .singleElement(InstanceOfAssertFactories.type(Judged.class))
            .extracting(Judged::verdict, InstanceOfAssertFactories.type(Verdict.Rejected.class))
            .extracting(Verdict.Rejected::reason)
            .isEqualTo(Verdict.Reason.IDENTITY);
      }
    }
  }

  private static Publication publish(Repository repository, Descriptor image, Statement statement)
      throws IOException {
    return BundlePublisher.into(repository)
        .build()
        .publish(image, statement.sign(sigstore.signer(Sigstore.Rekor.V2)));
  }

  private static Statement provenance(Descriptor image) {
    return Statement.of(
        List.of(ResourceDescriptor.of(image.digest()).withName("acme/api")),
        SLSA,
        ByteString.encodeUtf8("{\"buildDefinition\":{},\"runDetails\":{}}"));
  }

  private static VerificationReport report(
      Repository repository, Descriptor image, String email, Expectation expected)
      throws IOException {
    return Verification.of(StoredBundles.in(repository), sigstore.verifier(email))
        .verify(Subject.of(image.digest()), expected);
  }

  private void assertRefused(String command, String reference, String... options) {
    assertThatThrownBy(() -> verify(command, OTHER, reference, options))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(
            "expected SAN value \"" + OTHER + "\", got \"" + Sigstore.EMAIL + "\"");
  }

  private String verify(String command, String email, String reference, String... options)
      throws IOException {
    List<String> words = new ArrayList<>(List.of(command, "--use-signed-timestamps"));
    words.addAll(sigstore.expectedBy(email));
    words.addAll(sigstore.rootFile(home));
    words.addAll(List.of(options));
    words.add(reference);
    return Client.cosign(home).run(words.toArray(String[]::new));
  }

  private void sign(String command, String reference, String... options) throws IOException {
    List<String> words = new ArrayList<>(List.of(command));
    words.addAll(sigstore.rootFile(home));
    words.addAll(sigstore.configFile(Sigstore.Rekor.V2, home));
    words.addAll(List.of(options));
    words.add(reference);
    Client.cosign(home).run(words.toArray(String[]::new));
  }
}
