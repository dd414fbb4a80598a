package com.example;

import dev.referrers.Publication;
import dev.referrers.Registry;
import dev.referrers.Verification;
import dev.referrers.attestation.Expectation;
import dev.referrers.attestation.Statement;
import dev.referrers.attestation.Subject;
import dev.referrers.bundle.BundlePublisher;
import dev.referrers.bundle.StoredBundles;
import dev.referrers.cosign.CosignTags;
import dev.referrers.key.KeySigner;
import dev.referrers.key.KeyVerifier;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Repository;
import dev.referrers.testing.FakeRegistry;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Map;

/** Signs an image and verifies it, with all three modules of the library. */
public final class Main {

  private Main() {}

  public static void main(String[] args) throws IOException, GeneralSecurityException {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    try (FakeRegistry registry = FakeRegistry.start();
        KeySigner signer = KeySigner.of(pair)) {
      Descriptor image = registry.repository("acme/api").pushImage("1.4.0");
      Repository api =
          Registry.at(registry.host())
              .allowPlainHttp(registry.host())
              .build()
              .repository("acme/api");
      Statement signature = Statement.signature(image.digest(), Map.of("by", "ci"));
      Publication done = BundlePublisher.into(api).build().publish(image, signature.sign(signer));

      KeyVerifier ours = KeyVerifier.of(pair.getPublic());
      Subject subject = Subject.of(image.digest());
      boolean signed =
          Verification.of(StoredBundles.in(api), ours)
              .verify(subject, Expectation.SIGNATURE)
              .holds();
      boolean signedByCosign =
          Verification.of(CosignTags.in(api), ours).verify(subject, Expectation.SIGNATURE).holds();
      System.out.println(
          Main.class.getModule() + ": signed " + signed + ", by cosign 2 " + signedByCosign);
    }
  }
}
