package dev.referrers.cosign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.AttestationQuery;
import dev.referrers.Attestations;
import dev.referrers.Candidate;
import dev.referrers.MemoryRepository;
import dev.referrers.Verification;
import dev.referrers.VerificationReport;
import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.Expectation;
import dev.referrers.attestation.SimpleSigning;
import dev.referrers.attestation.Subject;
import dev.referrers.key.KeySigner;
import dev.referrers.key.KeyVerifier;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.MediaTypes;
import dev.referrers.repository.Blob;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import okio.ByteString;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who can push a referrer puts one beside a signature that looks like it and does not hold. */
@SuppressWarnings("NullAway.Init") // set up before each test
class LookalikesTest {

  private static final Blob CONFIG = Blob.of(MediaTypes.IMAGE_CONFIG, ByteString.encodeUtf8("{}"));

  private final Repository repository = MemoryRepository.holding(1 << 24);
  private KeyPair key;
  private Descriptor image;
  private Descriptor layer;

  @BeforeEach
  void sign() throws Exception {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    key = generator.generateKeyPair();
    repository.pushBlob(CONFIG);
    ImageManifest manifest = ImageManifest.builder(CONFIG.descriptor()).build();
    repository.push(manifest);
    image = manifest.descriptor();
    ByteString payload = SimpleSigning.Payload.of("acme/api", image.digest(), Map.of()).toJson();
    Attestation signature =
        Attestation.of(new SimpleSigning(payload, KeySigner.of(key).sign(payload).value()));
    CosignPublisher.into(repository)
        .settle(Duration.ofMillis(20))
        .build()
        .publish(image, signature);
    String tag = "sha256-" + image.digest().encoded() + ".sig";
    layer = ((ImageManifest) repository.require(tag).manifest()).layers().get(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "same", "other type", "other size", "sbom"})
  void hideNoSignatureThatHolds(String lookalike) throws IOException {
    switch (lookalike) {
      case "same" -> refer("sig", layer);
      case "other type" -> refer("sig", layer.withMediaType("application/octet-stream"));
      case "other size" ->
          refer(
              "sig",
              Descriptor.of(layer.mediaType(), layer.digest(), layer.size() - 1)
                  .withAnnotations(layer.annotations()));
      case "sbom" -> refer("sbom", layer);
      default -> {}
    }

    VerificationReport report =
        Verification.of(view(), KeyVerifier.of(key.getPublic()))
            .verify(Subject.of(image.digest()), Expectation.SIGNATURE);

    assertThat(report.verified()).hasSize(1);
  }

  /** Where something is added that does not hold, the whole does not. */
  @Test
  void areNotTakenForWhatIsToBeMigrated() throws IOException {
    var annotations = new TreeMap<>(layer.annotations().values());
    annotations.put(
        "dev.sigstore.cosign/rfc3161timestamp", "{\"SignedRFC3161Timestamp\":\"AAAA\"}");
    refer("sig", layer.withAnnotations(new Annotations(annotations)));

    Migration.in(repository)
        .to(CosignReferrerPublisher.into(repository).build(), CosignReferrers.decoder())
        .migrateAndRemoveTags(image, record -> {});

    assertThat(view().list(image.digest(), AttestationQuery.ALL))
        .extracting(Candidate::attestation)
        .extracting(each -> each.material().timestamps().size())
        .containsExactlyInAnyOrder(0, 1);
  }

  private Attestations view() {
    return Attestations.in(repository)
        .with(CosignReferrers.decoder())
        .with(CosignTags.in(repository));
  }

  private void refer(String form, Descriptor content) throws IOException {
    repository.push(
        ImageManifest.builder(CONFIG.descriptor())
            .artifactType("application/vnd.dev.cosign.artifact." + form + ".v1+json")
            .addLayer(content)
            .subject(image)
            .build());
  }
}
