package dev.referrers.cosign;

import dev.referrers.AttestationPublisher;
import dev.referrers.ReferrerDecoder;
import dev.referrers.attestation.Attestation;
import dev.referrers.oci.Descriptor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A layout to migrate to, and what finds it there. */
record MigrationRoute(AttestationPublisher publisher, ReferrerDecoder decoder) {

  String layout() {
    return decoder.layout();
  }

  /** Why the layout can't hold it; null when it can. */
  @Nullable String refusal(Descriptor subject, Attestation attestation) {
    try {
      publisher.requireHoldable(subject, List.of(attestation));
      return null;
    } catch (IllegalArgumentException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
