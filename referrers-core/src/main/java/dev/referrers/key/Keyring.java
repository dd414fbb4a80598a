package dev.referrers.key;

import dev.referrers.attestation.VerificationMaterial;
import dev.referrers.attestation.VerificationMaterial.KeyHint;
import dev.referrers.oci.Digest;
import java.security.PublicKey;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The keys that a verifier trusts. */
record Keyring(List<PublicKey> keys) {

  private static final Pattern HINT = Pattern.compile("[A-Za-z0-9+/]{43}=");

  Keyring {
    keys = List.copyOf(keys);
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("KeyVerifier needs a key");
    }
    keys.forEach(KeyType::require);
  }

  /** The key that verifies, or null when none does. */
  @Nullable PublicKey first(Predicate<PublicKey> verifies) {
    return keys.stream().filter(verifies).findFirst().orElse(null);
  }

  /** Whether each key's signatures can be told from a digest of that algorithm alone. */
  boolean takes(Digest digest) {
    return keys.stream()
        .map(KeyType::require)
        .allMatch(type -> type != KeyType.ED25519 && type.hash().isOf(digest));
  }

  /** Names the keys for a message. */
  String describe() {
    return keys.size() == 1
        ? "the key " + PublicKeys.hint(keys.get(0))
        : "one of " + keys.size() + " keys";
  }

  /**
   * Names the key that material points to when it is none of these; empty when it is, or isn't
   * said.
   */
  String otherKey(VerificationMaterial material) {
    if (!(material.keyMaterial() instanceof KeyHint named)) {
      return "";
    }
    boolean other =
        HINT.matcher(named.hint()).matches()
            && keys.stream().map(PublicKeys::hint).noneMatch(named.hint()::equals);
    return other ? "; its hint is to the key " + named.hint() : "";
  }
}
