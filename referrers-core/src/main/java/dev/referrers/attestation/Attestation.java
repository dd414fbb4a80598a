package dev.referrers.attestation;

import dev.referrers.oci.Annotations;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Something said about an image, whatever it is stored as: its content, what comes with a signature
 * for verifiers, and what a publisher is to say about it beside the content.
 *
 * @param material of the signature; {@link VerificationMaterial#NONE} for an {@link Artifact}
 * @param annotations of the manifest that will hold it. A publisher adds {@code
 *     org.opencontainers.image.created} when it is not among them.
 * @param original what it was read from, if it was; a publisher of that format writes these bytes
 */
public record Attestation(
    Content content,
    VerificationMaterial material,
    Annotations annotations,
    @Nullable Original original) {

  /**
   * The form that an attestation was read in.
   *
   * @param mediaType of the bytes, such as {@code application/vnd.dev.sigstore.bundle.v0.3+json}
   * @param annotations of the layer, where a format keeps part of an attestation there
   */
  public record Original(String mediaType, ByteString bytes, Annotations annotations) {

    /** One whose bytes are all of it. */
    public Original(String mediaType, ByteString bytes) {
      this(mediaType, bytes, Annotations.NONE);
    }
  }

  /** An attestation without material or annotations of its own. */
  public static Attestation of(Content content) {
    return of(content, VerificationMaterial.NONE);
  }

  public static Attestation of(Content content, VerificationMaterial material) {
    return new Attestation(content, material, Annotations.NONE, null);
  }

  public Attestation withAnnotations(Annotations annotations) {
    return new Attestation(content, material, annotations, original);
  }

  /** The same with other material; what it was read from no longer stands for it. */
  public Attestation withMaterial(VerificationMaterial material) {
    return new Attestation(content, material, annotations, null);
  }

  public Attestation withOriginal(Original original) {
    return new Attestation(content, material, annotations, original);
  }
}
