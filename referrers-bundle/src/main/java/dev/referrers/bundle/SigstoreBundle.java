package dev.referrers.bundle;

import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.Attestation.Original;
import dev.referrers.attestation.VerificationMaterial.CertificateChain;
import dev.referrers.error.LimitExceededException;
import dev.referrers.error.MalformedContentException;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The JSON form of sigstore bundles: versions 0.1 to 0.3 are read, version 0.3 is written.
 *
 * @see <a href="https://docs.sigstore.dev/about/bundle/">Sigstore, Bundle format</a>
 */
public final class SigstoreBundle {

  /** Of the bundles that are written, and of the manifests and layers that hold them. */
  public static final String MEDIA_TYPE = "application/vnd.dev.sigstore.bundle.v0.3+json";

  /** Bytes in the largest bundle that is read: what cosign takes as an attachment. */
  public static final int MAX_BYTES = 128 << 20;

  private static final String ANY_VERSION = "application/vnd.dev.sigstore.bundle";

  private SigstoreBundle() {}

  /**
   * Whether something of this media type is a bundle of any version and spelling, of versions that
   * {@link #parse} refuses too.
   */
  public static boolean isBundle(String mediaType) {
    return mediaType.startsWith(ANY_VERSION);
  }

  /**
   * Reads a bundle. Nothing of it is verified: the attestation says no more than what its maker put
   * there. Its {@link Attestation#original()} is the bundle itself, by the bundle's own media type.
   *
   * <p>Unknown members are passed over; repeated ones, in either spelling, are refused. Log entries
   * need an inclusion promise in version 0.1, and later an inclusion proof with a checkpoint; a
   * bundle need not have any. A version 0.3 with a certificate chain is read, though the format
   * forbids it, because cosign 3.1 writes it; a chain that holds a root is refused.
   *
   * @throws MalformedContentException with the JSON path of what is wrong
   * @throws LimitExceededException past {@link #MAX_BYTES}
   */
  public static Attestation parse(ByteString json)
      throws MalformedContentException, LimitExceededException {
    if (json.size() > MAX_BYTES) {
      throw new LimitExceededException("Bundle", MAX_BYTES, "bytes", "SigstoreBundle.MAX_BYTES");
    }
    return BundleReader.read(json);
  }

  /**
   * Writes an attestation: the very bytes of the bundle that it was read from, if it was, else a
   * bundle of version 0.3 as cosign 3 writes it. A {@code keyid} is written where the envelope has
   * one; cosign then refuses the signature unless it is its own name for the key.
   *
   * @throws IllegalArgumentException when the format can't hold the attestation: without a key hint
   *     or a certificate, with certificates beyond the leaf, with other than one signature, with a
   *     log entry that has no inclusion proof, or with an artifact as its content; also when what
   *     it was read from says other things than the attestation
   */
  public static ByteString write(Attestation attestation) {
    var original = bundle(attestation);
    if (original != null) {
      return unchanged(attestation, original);
    }
    if (attestation.material().keyMaterial() instanceof CertificateChain chain
        && chain.certificates().size() > 1) {
      throw new IllegalArgumentException(
          "Sigstore bundle of version 0.3 has room for the leaf certificate only but there are %d"
              .formatted(chain.certificates().size()));
    }
    return BundleWriter.write(attestation);
  }

  /**
   * As {@link #write}, but puts certificates beyond the leaf into the bundle too. The format
   * forbids that and strict verifiers refuse it; cosign 3.1 writes such bundles, and verifies them
   * with {@code --allow-certificate-chain}.
   *
   * @throws IllegalArgumentException as {@link #write}, and when one of them is a root
   */
  public static ByteString writeWithChain(Attestation attestation) {
    var original = bundle(attestation);
    return original == null ? BundleWriter.write(attestation) : unchanged(attestation, original);
  }

  /** Nobody may publish other things than the attestation at hand, which may have been verified. */
  private static ByteString unchanged(Attestation attestation, Original original) {
    try {
      var read = parse(original.bytes());
      if (read.content().equals(attestation.content())
          && read.material().equals(attestation.material())
          && original.equals(read.original())) {
        return original.bytes();
      }
    } catch (MalformedContentException | LimitExceededException e) {
      throw new IllegalArgumentException(
          "Sigstore bundle that the attestation was read from is none: " + e.getMessage(), e);
    }
    throw new IllegalArgumentException(
        "Sigstore bundle that the attestation was read from says other things than it");
  }

  /** The media type of what {@link #write} gives for the attestation. */
  public static String mediaType(Attestation attestation) {
    var original = bundle(attestation);
    return original == null ? MEDIA_TYPE : original.mediaType();
  }

  private static @Nullable Original bundle(Attestation attestation) {
    var original = attestation.original();
    return original != null && isBundle(original.mediaType()) ? original : null;
  }
}
