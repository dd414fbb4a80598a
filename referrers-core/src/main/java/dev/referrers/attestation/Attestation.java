package dev.referrers.attestation;

import dev.referrers.oci.Annotations;

/**
 * Something said about an image, whatever it is stored as: its content, and what a publisher is to
 * say about it beside the content.
 *
 * @param annotations of the manifest that will hold it. A publisher adds {@code
 *     org.opencontainers.image.created} when it is not among them.
 */
public record Attestation(Content content, Annotations annotations) {

  /** An attestation without annotations of its own. */
  public static Attestation of(Content content) {
    return new Attestation(content, Annotations.NONE);
  }

  public Attestation withAnnotations(Annotations annotations) {
    return new Attestation(content, annotations);
  }
}
