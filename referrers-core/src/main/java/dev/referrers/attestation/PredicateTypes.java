package dev.referrers.attestation;

import java.net.URI;
import java.util.Map;

/** Predicate types that are known by a name, as cosign's {@code --type} takes them. */
public final class PredicateTypes {

  /** Of the statement that makes an image signature. */
  public static final String COSIGN_SIGN = "https://sigstore.dev/cosign/sign/v1";

  public static final String SLSA_PROVENANCE_V1 = "https://slsa.dev/provenance/v1";
  public static final String SLSA_PROVENANCE_V0_2 = "https://slsa.dev/provenance/v0.2";
  public static final String SPDX = "https://spdx.dev/Document";
  public static final String CYCLONEDX = "https://cyclonedx.org/bom";
  public static final String LINK = "https://in-toto.io/Link/v1";
  public static final String COSIGN_VULN = "https://cosign.sigstore.dev/attestation/vuln/v1";
  public static final String COSIGN_CUSTOM = "https://cosign.sigstore.dev/attestation/v1";
  public static final String OPENVEX = "https://openvex.dev/ns";

  private static final Map<String, String> BY_NAME =
      Map.ofEntries(
          Map.entry("custom", COSIGN_CUSTOM),
          Map.entry("slsaprovenance", SLSA_PROVENANCE_V0_2),
          Map.entry("slsaprovenance02", SLSA_PROVENANCE_V0_2),
          Map.entry("slsaprovenance1", SLSA_PROVENANCE_V1),
          Map.entry("spdx", SPDX),
          Map.entry("spdxjson", SPDX),
          Map.entry("cyclonedx", CYCLONEDX),
          Map.entry("link", LINK),
          Map.entry("vuln", COSIGN_VULN),
          Map.entry("openvex", OPENVEX));

  private PredicateTypes() {}

  /**
   * The URI that a short name such as {@code slsaprovenance1} stands for, or the text itself when
   * it is an absolute URI.
   *
   * @throws IllegalArgumentException when it is neither
   */
  public static String of(String nameOrUri) {
    String known = BY_NAME.get(nameOrUri);
    if (known != null) {
      return known;
    }
    try {
      if (URI.create(nameOrUri).isAbsolute()) {
        return nameOrUri;
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    throw new IllegalArgumentException(
        "Predicate type needs to be a URI or one of "
            + BY_NAME.keySet().stream().sorted().toList()
            + " but is \""
            + nameOrUri
            + '"');
  }
}
