package dev.referrers.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.AttestationPublisher;
import dev.referrers.Publication;
import dev.referrers.PublishPolicy;
import dev.referrers.Registry;
import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.ImageSignature;
import dev.referrers.attestation.PredicateTypes;
import dev.referrers.attestation.ResourceDescriptor;
import dev.referrers.attestation.Statement;
import dev.referrers.cosign.CosignEncoding;
import dev.referrers.cosign.CosignPublisher;
import dev.referrers.key.KeySigner;
import dev.referrers.key.KeyVerifier;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Repository;
import dev.referrers.testing.Behaviour;
import dev.referrers.testing.ETags;
import dev.referrers.testing.FakeRegistry;
import dev.referrers.transport.Capabilities;
import dev.referrers.transport.Feature;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the guide says about cosign's tags. */
class TagSnippetsTest {

  private final FakeRegistry registry =
      FakeRegistry.start(Behaviour.specified().withETags(ETags.HONOURED));
  private final Descriptor image = registry.repository("acme/api").pushImage("1.4.0");
  private final ByteString provenance = ByteString.encodeUtf8("{}");
  private final List<String> printed = new ArrayList<>();
  private final Repository api = open();

  @AfterEach
  void close() {
    registry.close();
  }

  /** With conditions that are known to be checked, nobody has to wait. */
  private Repository open() {
    var capabilities = new Capabilities();
    capabilities.pin(registry.host() + "/acme/api", Feature.CONDITIONAL_TAGS, true);
    return Registry.at(registry.host())
        .allowPlainHttp(registry.host())
        .capabilities(capabilities)
        .build()
        .repository("acme/api");
  }

  private void print(Object text) {
    printed.add(text.toString());
  }

  @Test
  void publishesUnderTags() throws IOException, GeneralSecurityException {
    KeyPair pair = KeyPairGenerator.getInstance("EC").generateKeyPair();

    // region tags
    try (KeySigner signer = KeySigner.of(pair)) {
      CosignEncoding encoding =
          CosignEncoding.standard().withOwnVerifier(KeyVerifier.of(pair.getPublic()));
      AttestationPublisher tags =
          CosignPublisher.into(api, encoding).policy(PublishPolicy.SKIP_IDENTICAL).build();
      ImageSignature signature =
          ImageSignature.sign(signer, image.digest(), api.location(), Map.of("by", "ci"));
      Attestation attestation =
          Statement.of(
                  List.of(ResourceDescriptor.of(image.digest())),
                  PredicateTypes.SLSA_PROVENANCE_V1,
                  provenance)
              .sign(signer);
      for (Publication receipt :
          tags.publishAll(image, List.of(signature.simpleSigning(), attestation))) {
        print(receipt.entry().mediaType() + " " + receipt.created());
      }
    }
    // endregion

    assertThat(printed)
        .containsExactly(
            "application/vnd.dev.cosign.simplesigning.v1+json true",
            "application/vnd.dsse.envelope.v1+json true");
  }
}
