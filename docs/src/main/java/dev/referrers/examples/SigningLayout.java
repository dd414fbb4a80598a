package dev.referrers.examples;

import dev.referrers.AttestationPublisher;
import dev.referrers.PublishPolicy;
import dev.referrers.attestation.Attestation;
import dev.referrers.bundle.BundlePublisher;
import dev.referrers.cosign.CosignEncoding;
import dev.referrers.cosign.CosignPublisher;
import dev.referrers.key.KeySigner;
import dev.referrers.key.KeyVerifier;
import dev.referrers.repository.Repository;
import java.util.List;

/** What {@code --layout} says: sigstore bundles, cosign's tags, or both, in this order. */
enum SigningLayout {
  BUNDLE,
  COSIGN,
  BOTH;

  static SigningLayout of(Arguments arguments) {
    return switch (arguments.oneOf("--layout", "bundle", List.of("bundle", "cosign", "both"))) {
      case "cosign" -> COSIGN;
      case "both" -> BOTH;
      default -> BUNDLE;
    };
  }

  /** The form for each layout. */
  List<Attestation> of(Signing.Forms forms) {
    return choose(forms.bundle(), forms.cosign());
  }

  /**
   * One for each layout. What the key has signed already is not stored again, so a run that failed
   * half-way is completed by the next.
   */
  List<AttestationPublisher> publishers(Arguments arguments, Repository store, KeySigner signer) {
    PublishPolicy policy =
        arguments.has("--replace") ? PublishPolicy.REPLACE : PublishPolicy.SKIP_IDENTICAL;
    var own = KeyVerifier.of(signer.publicKey());
    var tags = CosignEncoding.standard().withOwnVerifier(own);
    return choose(
        BundlePublisher.into(store, own).policy(policy).build(),
        CosignPublisher.into(store, tags).policy(policy).build());
  }

  private <T> List<T> choose(T bundle, T cosign) {
    return switch (this) {
      case BUNDLE -> List.of(bundle);
      case COSIGN -> List.of(cosign);
      case BOTH -> List.of(bundle, cosign);
    };
  }
}
