package dev.referrers;

import dev.referrers.oci.Descriptor;
import java.io.IOException;
import java.util.List;

/**
 * One way of storing attestations as referrers, to read: the counterpart of {@link
 * ReferrerEncoding}. {@link Attestations} lists the referrers once for all decoders, and of several
 * the first that finds something in a referrer has it. Immutable and thread-safe.
 */
public interface ReferrerDecoder {

  /** Name of the layout, in the words of {@link Publication#layout()}. */
  String layout();

  /** Whether what is listed so may be of this layout, by its artifactType for one. */
  boolean mayDecode(Descriptor listed);

  /**
   * Whether {@link #decode} asks for the manifest of what is listed as this layout. Those of
   * several referrers are then fetched side by side before.
   */
  default boolean needsManifest() {
    return true;
  }

  /**
   * What the referrer holds. Asked only where {@link #mayDecode} says so, or of every referrer when
   * the query is {@linkplain AttestationQuery#checked() checked}.
   *
   * @return empty when it is not of this layout
   * @throws IOException when it can't be told; the referrer is then a candidate that can't be read
   */
  List<? extends StoredAttestation> decode(ListedReferrer referrer) throws IOException;

  /**
   * BuildKit's attestations as referrers, layout {@code buildkit}: {@linkplain
   * dev.referrers.attestation.UnsignedStatement bare statements} that nobody has signed. The same
   * are inside an index, see {@link IndexAttestations}.
   */
  static ReferrerDecoder buildkit() {
    return new BuildkitDecoder();
  }

  /**
   * Signatures of notation, layout {@code notation}: opaque {@linkplain
   * dev.referrers.attestation.Artifact artefacts}, whose shape is checked and nothing else. The
   * certificates' thumbprints are in the attestation's annotations.
   */
  static ReferrerDecoder notation() {
    return new NotationDecoder();
  }

  /**
   * Whatever refers to the subject, layout {@code referrer}: SBOMs and other files as oras and
   * regctl attach them, as opaque {@linkplain dev.referrers.attestation.Artifact artefacts}. To be
   * asked last.
   */
  static ReferrerDecoder plain() {
    return new PlainDecoder();
  }
}
