package dev.referrers.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.Publication;
import dev.referrers.PublishPolicy;
import dev.referrers.SubjectTree;
import dev.referrers.Verification;
import dev.referrers.VerificationReport;
import dev.referrers.attestation.Expectation;
import dev.referrers.attestation.PredicateTypes;
import dev.referrers.attestation.ResourceDescriptor;
import dev.referrers.attestation.Signer;
import dev.referrers.attestation.Statement;
import dev.referrers.attestation.Subject;
import dev.referrers.bundle.BundlePublisher;
import dev.referrers.bundle.StoredBundles;
import dev.referrers.manifest.ImageIndex;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Precondition;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import okio.ByteString;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** cosign verifies what we publish, and we what it publishes, with and without a referrers API. */
class CosignInterop {

  private static final String SLSA = PredicateTypes.SLSA_PROVENANCE_V1;
  private static final String[] OFFLINE = {"--tlog-upload=false", "--use-signing-config=false"};

  @TempDir Path data;
  @TempDir Path home;

  @ParameterizedTest
  @ValueSource(strings = {"olareg", "distribution"})
  void cosignVerifiesWhatWePublish(String kind) throws IOException, GeneralSecurityException {
    try (Peer peer = Peer.start(kind, data)) {
      for (String type : List.of("p256", "rsa", "p384", "p521", "ed25519")) {
        KeyFiles key = KeyFiles.create(type, home);
        Repository repository = peer.repository("acme/" + type);
        Descriptor image = Images.push(repository, "1.0");
        // cosign signs with Ed25519ph and checks plain Ed25519
        Signer signer = type.equals("ed25519") ? key.signer().withoutPrehashing() : key.signer();

        publish(repository, image, signature(image), signer);
        publish(repository, image, provenance(image), signer);

        String reference = peer.host() + "/acme/" + type + ":1.0";
        assertThat(verify("verify", reference, key, "-a", "by=us"))
            .contains(image.digest().toString());
        assertThat(verify("verify-attestation", reference, key, "--type", "slsaprovenance1"))
            .contains("payload");
        assertThatThrownBy(() -> verify("verify", reference, key, "-a", "by=them"))
            .isInstanceOf(AssertionError.class);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"olareg", "distribution"})
  void weVerifyWhatCosignPublishes(String kind) throws IOException, GeneralSecurityException {
    Client cosign = Client.cosign(home);
    String predicate = Files.writeString(home.resolve("predicate.json"), "{}").toString();
    try (Peer peer = Peer.start(kind, data)) {
      for (String type : List.of("p256", "rsa", "p384", "p521", "ed25519")) {
        KeyFiles key = KeyFiles.create(type, home);
        Repository repository = peer.repository("acme/" + type);
        Descriptor image = Images.push(repository, "1.0");
        String reference = peer.host() + "/acme/" + type + "@" + image.digest();
        String file = key.privateKey(cosign);
        cosign.run("sign", "--key", file, "-a", "by=them", OFFLINE[0], OFFLINE[1], reference);
        cosign.run(
            "attest",
            "--key",
            file,
            "--predicate",
            predicate,
            "--type",
            "spdxjson",
            OFFLINE[0],
            OFFLINE[1],
            reference);

        var signed = Expectation.SIGNATURE.withClaims(Map.of("by", "them"));
        assertThat(verified(repository, image, key, signed)).isOne();
        assertThat(verified(repository, image, key, Expectation.attestation("spdxjson"))).isOne();
        assertThat(verified(repository, image, key, Expectation.attestation("cyclonedx"))).isZero();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"olareg", "distribution"})
  void othersShowWhatWePublish(String kind) throws IOException, GeneralSecurityException {
    try (Peer peer = Peer.start(kind, data)) {
      KeyFiles key = KeyFiles.create("p256", home);
      Repository repository = peer.repository("acme/api");
      Descriptor image = Images.push(repository, "1.0");
      Publication done = publish(repository, image, provenance(image), key.signer());
      String reference = peer.host() + "/acme/api:1.0";
      String digest = done.manifest().digest().toString();
      String type = String.valueOf(done.manifest().artifactType());

      assertThat(Client.cosign(home).run("tree", reference)).contains(digest, SLSA);
      assertThat(Client.cosign(home).run("download", "attestation", reference))
          .contains(type, provenance(image).bytes().base64());
      assertThat(Client.oras(home).run("discover", reference, "--format", "json"))
          .contains(digest, type, "dev.sigstore.bundle.predicateType", SLSA);
      assertThat(
              Client.regctl(home, peer)
                  .run("artifact", "list", reference, "--format", "{{json .}}"))
          .contains(digest, type, "dev.sigstore.bundle.predicateType", SLSA);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"olareg", "distribution"})
  void cosignVerifiesAnIndexAndItsChildren(String kind)
      throws IOException, GeneralSecurityException {
    try (Peer peer = Peer.start(kind, data)) {
      KeyFiles key = KeyFiles.create("p256", home);
      Repository repository = peer.repository("acme/api");
      Descriptor child = Images.push(repository, "child");
      var index = ImageIndex.builder().addManifest(child).build();
      repository.pushTag("1.0", index, Precondition.NONE);

      SubjectTree.of(repository, "1.0")
          .publish(
              BundlePublisher.into(repository).build(),
              subject -> signature(subject).sign(key.signer()));

      String reference = peer.host() + "/acme/api";
      assertThat(verify("verify", reference + ":1.0", key)).contains(index.digest().toString());
      assertThat(verify("verify", reference + "@" + child.digest(), key))
          .contains(child.digest().toString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"olareg", "distribution"})
  void anotherRepositoryHoldsTheBundles(String kind) throws IOException, GeneralSecurityException {
    try (Peer peer = Peer.start(kind, data)) {
      KeyFiles key = KeyFiles.create("p256", home);
      Descriptor image = Images.push(peer.repository("acme/api"), "1.0");
      Repository ours = peer.repository("acme/ours");
      Repository theirs = peer.repository("acme/theirs");
      String reference = peer.host() + "/acme/api@" + image.digest();
      Client cosign = Client.cosign(home);

      publish(ours, image, signature(image), key.signer());
      cosign
          .with("COSIGN_REPOSITORY", peer.host() + "/acme/theirs")
          .run("sign", "--key", key.privateKey(cosign), OFFLINE[0], OFFLINE[1], reference);

      assertThat(
              verify(
                  cosign.with("COSIGN_REPOSITORY", peer.host() + "/acme/ours"),
                  "verify",
                  reference,
                  key))
          .contains(image.digest().toString());
      assertThat(verified(theirs, image, key, Expectation.SIGNATURE)).isOne();
      assertThat(verified(peer.repository("acme/api"), image, key, Expectation.SIGNATURE)).isZero();
    }
  }

  /** Its entries under the referrers tag have no annotations. */
  @ParameterizedTest
  @ValueSource(strings = {"olareg", "distribution"})
  void weReplaceWhatCosignPublished(String kind) throws IOException, GeneralSecurityException {
    try (Peer peer = Peer.start(kind, data)) {
      KeyFiles key = KeyFiles.create("p256", home);
      Repository repository = peer.repository("acme/api");
      Descriptor image = Images.push(repository, "1.0");
      String reference = peer.host() + "/acme/api@" + image.digest();
      Client cosign = Client.cosign(home);
      String predicate = Files.writeString(home.resolve("predicate.json"), "{}").toString();
      for (String type : List.of("slsaprovenance1", "spdxjson")) {
        cosign.run(
            "attest",
            "--key",
            key.privateKey(cosign),
            "--predicate",
            predicate,
            "--type",
            type,
            OFFLINE[0],
            OFFLINE[1],
            reference);
      }

      Publication done =
          BundlePublisher.into(repository)
              .policy(PublishPolicy.REPLACE)
              .build()
              .publish(image, provenance(image).sign(key.signer()));

      assertThat(done.replaced()).hasSize(1);
      assertThat(verified(repository, image, key, Expectation.attestation(SLSA))).isOne();
      assertThat(verified(repository, image, key, Expectation.attestation("spdx"))).isOne();
    }
  }

  private String verify(String command, String reference, KeyFiles key, String... more) {
    return verify(Client.cosign(home), command, reference, key, more);
  }

  /** cosign takes SHA-256 for the hash of every key unless it is told. */
  private static String verify(
      Client cosign, String command, String reference, KeyFiles key, String... more) {
    String hash = Map.of("p384", "sha384", "p521", "sha512").getOrDefault(key.name(), "sha256");
    List<String> words = new ArrayList<>(List.of(command, "--key", key.publicKey()));
    words.addAll(List.of("--insecure-ignore-tlog=true", "--signature-digest-algorithm", hash));
    words.addAll(List.of(more));
    words.add(reference);
    return cosign.run(words.toArray(String[]::new));
  }

  private static int verified(
      Repository repository, Descriptor image, KeyFiles key, Expectation expected)
      throws IOException {
    VerificationReport report =
        Verification.of(StoredBundles.in(repository), key.verifier())
            .verify(Subject.of(image.digest()), expected);
    return report.verified().size();
  }

  private static Publication publish(
      Repository repository, Descriptor image, Statement statement, Signer signer)
      throws IOException {
    return BundlePublisher.into(repository).build().publish(image, statement.sign(signer));
  }

  private static Statement signature(Descriptor image) {
    return Statement.signature(image.digest(), Map.of("by", "us"));
  }

  private static Statement provenance(Descriptor image) {
    return Statement.of(
        List.of(ResourceDescriptor.of(image.digest()).withName("acme/api")),
        SLSA,
        ByteString.encodeUtf8("{\"buildDefinition\":{},\"runDetails\":{}}"));
  }
}
