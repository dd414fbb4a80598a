package dev.referrers.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.AttestationQuery;
import dev.referrers.CombinedPublisher;
import dev.referrers.MemoryRepository;
import dev.referrers.Publication;
import dev.referrers.PublishPolicy;
import dev.referrers.Registry;
import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.ImageSignature;
import dev.referrers.attestation.PredicateTypes;
import dev.referrers.attestation.ResourceDescriptor;
import dev.referrers.attestation.Signer;
import dev.referrers.attestation.Statement;
import dev.referrers.bundle.BundlePublisher;
import dev.referrers.bundle.StoredBundles;
import dev.referrers.cosign.CosignEncoding;
import dev.referrers.cosign.CosignKeys;
import dev.referrers.cosign.CosignPublisher;
import dev.referrers.cosign.CosignTags;
import dev.referrers.error.PartialPublicationException;
import dev.referrers.key.KeySigner;
import dev.referrers.key.KeyVerifier;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.MediaTypes;
import dev.referrers.repository.Repository;
import dev.referrers.testing.FakeRegistry;
import dev.referrers.testing.Fault;
import dev.referrers.testing.Route;
import java.io.IOException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import okio.ByteString;
import org.junit.jupiter.api.Test;

/** What the guide says about writing in two layouts. */
class TransitionSnippetsTest {

  private final KeyPair pair = CosignKeys.generate();
  private final Signer signer = KeySigner.of(pair);
  private final ByteString spdx = ByteString.encodeUtf8("{\"spdxVersion\":\"SPDX-2.3\"}");
  private final List<String> printed = new ArrayList<>();

  private void print(Object text) {
    printed.add(text.toString());
  }

  @Test
  void writesBothLayouts() throws IOException {
    Repository api = MemoryRepository.holding(1 << 20);
    Descriptor image = Descriptor.of(MediaTypes.IMAGE_MANIFEST, ByteString.encodeUtf8("{}"));
    CombinedPublisher publisher = publisher(api, pair.getPublic());

    publish(publisher, api, image);
    publish(publisher, api, image);

    assertThat(printed.subList(0, 2)).containsExactly("bundle true", "cosign true");
    assertThat(printed.subList(2, 4)).containsExactly("bundle false", "cosign false");
    assertThat(StoredBundles.in(api).list(image.digest(), AttestationQuery.ALL)).hasSize(2);
    assertThat(CosignTags.in(api).list(image.digest(), AttestationQuery.ALL)).hasSize(2);
  }

  private static CombinedPublisher publisher(Repository api, PublicKey key) {
    // region transition-publisher
    KeyVerifier own = KeyVerifier.of(key);
    PublishPolicy policy = PublishPolicy.SKIP_IDENTICAL;
    CombinedPublisher publisher =
        CombinedPublisher.of(
            BundlePublisher.into(api, own).policy(policy).build(),
            CosignPublisher.into(api, CosignEncoding.standard().withOwnVerifier(own))
                .policy(policy)
                .build());
    // endregion
    return publisher;
  }

  private void publish(CombinedPublisher publisher, Repository api, Descriptor image)
      throws IOException {
    // region transition
    ImageSignature signature =
        ImageSignature.sign(signer, image.digest(), api.location(), Map.of("by", "ci"));
    Publication receipt =
        publisher.publishForms(image, List.of(signature.statement(), signature.simpleSigning()));
    print(receipt.layout() + " " + receipt.created());
    for (Publication other : receipt.alongside()) {
      print(other.layout() + " " + other.created());
    }

    ResourceDescriptor about = ResourceDescriptor.of(image.digest());
    Attestation sbom = Statement.of(List.of(about), PredicateTypes.SPDX, spdx).sign(signer);
    publisher.publish(image, sbom);
    // endregion
  }

  @Test
  void tellsHalfASuccess() throws IOException {
    try (FakeRegistry registry = FakeRegistry.start()) {
      Descriptor image = registry.repository("acme/api").pushImage("1.4.0");
      registry.fault(Route.PUT_MANIFEST, path -> path.endsWith(".att"), Fault.status(403).always());
      Repository api =
          Registry.at(registry.host())
              .allowPlainHttp(registry.host())
              .build()
              .repository("acme/api");
      CombinedPublisher publisher = publisher(api, pair.getPublic());
      var about = ResourceDescriptor.of(image.digest());
      Attestation sbom = Statement.of(List.of(about), PredicateTypes.SPDX, spdx).sign(signer);

      // region transition-half
      try {
        publisher.publish(image, sbom);
      } catch (PartialPublicationException e) {
        print("so far in " + e.layouts() + " only"); // later: publish the same again
      }
      // endregion
    }

    assertThat(printed).containsExactly("so far in [bundle] only");
  }
}
