package dev.referrers.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.AttestationQuery;
import dev.referrers.AttestationReport;
import dev.referrers.Attestations;
import dev.referrers.Candidate;
import dev.referrers.IndexAttestations;
import dev.referrers.ReferrerDecoder;
import dev.referrers.Registry;
import dev.referrers.SourceReport;
import dev.referrers.SubjectTree;
import dev.referrers.Verification;
import dev.referrers.attestation.Expectation;
import dev.referrers.attestation.Statement;
import dev.referrers.attestation.Subject;
import dev.referrers.bundle.BundlePublisher;
import dev.referrers.bundle.StoredBundles;
import dev.referrers.cosign.CosignReferrers;
import dev.referrers.cosign.CosignTags;
import dev.referrers.key.KeySigner;
import dev.referrers.key.KeyVerifier;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.oci.MediaTypes;
import dev.referrers.repository.Repository;
import dev.referrers.testing.FakeRegistry;
import dev.referrers.testing.FakeRepository;
import dev.referrers.testing.Fault;
import dev.referrers.testing.Route;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LayoutSnippetsTest {

  private final FakeRegistry registry = FakeRegistry.start();
  private final FakeRepository stored = registry.repository("acme/api");
  private final Descriptor image = stored.pushImage("1.4.0");
  private final Repository api =
      Registry.at(registry.host()).allowPlainHttp(registry.host()).build().repository("acme/api");
  private final List<String> printed = new ArrayList<>();

  @AfterEach
  void close() {
    registry.close();
  }

  private void print(Object text) {
    printed.add(text.toString());
  }

  @Test
  void listsEverything() throws IOException, GeneralSecurityException {
    bundle();
    signatureUnderATag("c2ln");
    stored.addReferrer(image, "application/spdx+json", Annotations.NONE);

    // region layouts
    Attestations signed =
        Attestations.in(api)
            .with(StoredBundles.decoder())
            .with(CosignReferrers.decoder())
            .with(CosignTags.in(api));
    Attestations everything =
        signed
            .with(ReferrerDecoder.buildkit())
            .with(ReferrerDecoder.notation())
            .with(ReferrerDecoder.plain());
    for (Candidate each : everything.list(image.digest(), AttestationQuery.ALL)) {
      print(each.layout() + " " + each.entry().digest() + " in " + each.origins());
    }
    // endregion

    assertThat(printed)
        .hasSize(3)
        .anyMatch(line -> line.startsWith("bundle ") && line.endsWith("[REFERRERS_API]"))
        .anyMatch(line -> line.startsWith("referrer "))
        .anyMatch(line -> line.startsWith("cosign ") && line.endsWith("[COSIGN_TAG]"));
  }

  @Test
  void goesOnAfterAFailure() throws IOException, GeneralSecurityException {
    bundle();
    registry.fault(Route.GET_MANIFEST, path -> path.endsWith(".sig"), Fault.status(403).always());
    Attestations signed =
        Attestations.in(api).with(StoredBundles.decoder()).with(CosignTags.in(api));

    // region layouts-report
    AttestationReport report = signed.report(image.digest(), AttestationQuery.SIGNATURES);
    print(report.outcome() + ", found so far: " + report.candidates().size());
    for (SourceReport source : report.sources()) {
      print(source.source() + " " + source.outcome());
    }
    // endregion

    assertThat(printed)
        .containsExactly(
            "UNDETERMINED, found so far: 1", "REFERRERS_API FOUND", "COSIGN_TAG UNDETERMINED");
  }

  @Test
  void verifiesWhereverItIs() throws IOException, GeneralSecurityException {
    signatureUnderATag("c2ln");
    PublicKey key = bundle().getPublic();
    Attestations signed =
        Attestations.in(api).with(StoredBundles.decoder()).with(CosignTags.in(api));

    // region layouts-verify
    Verification ours = Verification.of(signed, KeyVerifier.of(key));
    print(ours.verify(Subject.of(image.digest()), Expectation.SIGNATURE).holds());
    // endregion

    assertThat(printed).containsExactly("true");
  }

  @Test
  void looksAtAnIndexAndItsImages() throws IOException, GeneralSecurityException {
    stored.pushIndex("multi", List.of(image));
    bundle();
    Attestations everything = Attestations.in(api).with(StoredBundles.decoder());

    // region layouts-index
    SubjectTree tree = SubjectTree.of(api, "multi");
    Digest index = tree.subjects().get(0).digest();
    Attestations withIndex = everything.with(IndexAttestations.in(api, index));
    for (SubjectTree.Attested each : tree.list(withIndex, AttestationQuery.ALL)) {
      print(each.subject().digest() + ": " + each.candidates().size());
    }
    // endregion

    assertThat(printed).hasSize(2);
    assertThat(printed.get(0)).endsWith(": 0");
    assertThat(printed.get(1)).isEqualTo(image.digest() + ": 1");
  }

  private KeyPair bundle() throws IOException, GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair pair = generator.generateKeyPair();
    try (var signer = KeySigner.of(pair)) {
      BundlePublisher.into(api)
          .build()
          .publish(image, Statement.signature(image.digest(), Map.of()).sign(signer));
    }
    return pair;
  }

  private void signatureUnderATag(String signature) {
    Descriptor layer =
        stored
            .pushBlob(ByteString.encodeUtf8("{}"))
            .withMediaType("application/vnd.dev.cosign.simplesigning.v1+json")
            .withAnnotations(Annotations.of("dev.cosignproject.cosign/signature", signature));
    var manifest =
        ImageManifest.builder(Descriptor.EMPTY_JSON.withMediaType(MediaTypes.IMAGE_CONFIG))
            .addLayer(layer)
            .build();
    stored.pushManifest(
        manifest.mediaType(),
        manifest.bytes(),
        image.digest().toString().replace(':', '-') + ".sig");
  }
}
