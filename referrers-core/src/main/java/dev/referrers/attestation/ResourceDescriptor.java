package dev.referrers.attestation;

import dev.referrers.oci.Digest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * What a statement is about. Other members of in-toto's ResourceDescriptor are not kept: a
 * statement's own bytes are.
 *
 * @param name anything; never compared
 * @param digest algorithm to hex, not checked; other algorithms than OCI's may be among them
 * @param annotations those that are strings; {@code cosign sign -a} puts claims here
 * @see <a
 *     href="https://github.com/in-toto/attestation/blob/v1.1.0/spec/v1/resource_descriptor.md">in-toto,
 *     ResourceDescriptor</a>
 */
public record ResourceDescriptor(
    @Nullable String name, Map<String, String> digest, Map<String, String> annotations) {

  public ResourceDescriptor {
    digest = Collections.unmodifiableMap(new LinkedHashMap<>(digest));
    annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
  }

  /** Names an artefact by its digest alone. */
  public static ResourceDescriptor of(Digest digest) {
    return new ResourceDescriptor(null, Map.of(digest.algorithm(), digest.encoded()), Map.of());
  }

  public ResourceDescriptor withName(String name) {
    return new ResourceDescriptor(name, digest, annotations);
  }

  public ResourceDescriptor withAnnotations(Map<String, String> annotations) {
    return new ResourceDescriptor(name, digest, annotations);
  }

  /**
   * Whether this is what has that digest: by an entry of the same algorithm, compared as bytes, and
   * never by an entry of another one.
   */
  public boolean matches(Digest other) {
    String hex = digest.get(other.algorithm());
    if (hex == null || !other.verifiable()) {
      return false;
    }
    try {
      return ByteString.decodeHex(hex.toLowerCase(Locale.ROOT))
          .equals(ByteString.decodeHex(other.encoded()));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
