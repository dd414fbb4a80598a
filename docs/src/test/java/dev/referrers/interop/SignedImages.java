package dev.referrers.interop;

import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.PredicateTypes;
import dev.referrers.attestation.ResourceDescriptor;
import dev.referrers.attestation.Statement;
import dev.referrers.bundle.BundlePublisher;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import okio.ByteString;

/**
 * One image for each layout, with a signature and an SPDX attestation. A key of its own signs under
 * tags, one in bundles and one in experimental manifests, so whoever verifies with one of them has
 * seen what that signed.
 */
final class SignedImages {

  private final Peer peer;
  private final KeyFiles tags;
  private final KeyFiles bundle;
  private final KeyFiles experimental;

  private SignedImages(Peer peer, Path home) throws IOException, GeneralSecurityException {
    this.peer = peer;
    tags = KeyFiles.create("p256", Files.createDirectory(home.resolve("tags")));
    bundle = KeyFiles.create("p256", Files.createDirectory(home.resolve("bundle")));
    experimental = KeyFiles.create("p256", Files.createDirectory(home.resolve("experimental")));
  }

  static SignedImages push(Peer peer, Path home) throws IOException, GeneralSecurityException {
    var images = new SignedImages(peer, home);
    Client cosign = Client.cosign2(home);
    for (Layout layout : Layout.values()) {
      Repository repository = peer.repository("acme/" + name(layout));
      Descriptor image = Images.push(repository, "1.0");
      String reference = images.reference(layout) + "@" + image.digest();
      if (layout.tags()) {
        images.storeUnderTags(cosign, reference, home);
      }
      if (layout.bundle()) {
        images.publishBundles(repository, image);
      }
      if (layout == Layout.EXPERIMENTAL) {
        images.storeAsExperimental(cosign, reference);
      }
    }
    return images;
  }

  /** By its tag. */
  String reference(Layout layout) {
    return peer.host() + "/acme/" + name(layout) + ":1.0";
  }

  /** The public keys, by the name of what is signed with them. */
  Map<String, String> publicKeys() {
    return Map.of(
        "tags", tags.publicKey(),
        "bundle", bundle.publicKey(),
        "experimental", experimental.publicKey());
  }

  private void storeUnderTags(Client cosign, String reference, Path home) throws IOException {
    String key = tags.privateKey(cosign);
    Path sbom = Files.writeString(home.resolve("sbom.json"), "{\"spdxVersion\":\"SPDX-2.3\"}");
    cosign.run("sign", "--tlog-upload=false", "--key", key, reference);
    cosign.run(
        "attest",
        "--tlog-upload=false",
        "--key",
        key,
        "--type",
        "spdxjson",
        "--predicate",
        sbom.toString(),
        reference);
  }

  private void publishBundles(Repository repository, Descriptor image) throws IOException {
    Attestation signature = Statement.signature(image.digest(), Map.of()).sign(bundle.signer());
    Attestation sbom =
        Statement.of(
                List.of(ResourceDescriptor.of(image.digest())),
                PredicateTypes.SPDX,
                ByteString.encodeUtf8("{\"spdxVersion\":\"SPDX-2.3\"}"))
            .sign(bundle.signer());
    BundlePublisher.into(repository).build().publishAll(image, List.of(signature, sbom));
  }

  private void storeAsExperimental(Client cosign, String reference) {
    cosign
        .with("COSIGN_EXPERIMENTAL", "1")
        .run(
            "sign",
            "--tlog-upload=false",
            "--registry-referrers-mode=oci-1-1",
            "--key",
            experimental.privateKey(cosign),
            reference);
  }

  private static String name(Layout layout) {
    return layout.name().toLowerCase(Locale.ROOT);
  }
}
