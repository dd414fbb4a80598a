package dev.referrers.attestation;

import java.util.List;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * What comes with a signature for those who verify it. None of it is trusted before it is verified.
 *
 * @param keyMaterial what says whose signature it is; null when nothing does, as with a legacy
 *     signature by a key
 * @param logEntries entries of transparency logs
 * @param timestamps what timestamp authorities answered
 */
public record VerificationMaterial(
    @Nullable KeyMaterial keyMaterial,
    List<LogEntry> logEntries,
    List<SignedTimestamp> timestamps) {

  public static final VerificationMaterial NONE =
      new VerificationMaterial(null, List.of(), List.of());

  /** What says whose signature it is. */
  public sealed interface KeyMaterial permits KeyHint, CertificateChain {}

  /**
   * A key that the verifier has to have.
   *
   * @param hint free text to find it by; may be empty. cosign and sigstore-go take the base64 of
   *     the SHA-256 of its DER SubjectPublicKeyInfo.
   */
  public record KeyHint(String hint) implements KeyMaterial {}

  /**
   * A certificate, and those that lead from it towards a root.
   *
   * @param certificates DER, the leaf first; never empty
   */
  public record CertificateChain(List<ByteString> certificates) implements KeyMaterial {

    /**
     * @throws IllegalArgumentException when there is no certificate
     */
    public CertificateChain {
      certificates = List.copyOf(certificates);
      if (certificates.isEmpty()) {
        throw new IllegalArgumentException("Certificate chain needs a certificate");
      }
    }

    public ByteString leaf() {
      return certificates.get(0);
    }
  }

  /**
   * What a timestamp authority answered.
   *
   * @param timeStampResp DER of an RFC 3161 TimeStampResp
   * @param envelope the JSON that the envelope was stored as, where the answer may be over that
   *     instead of the signature, as with cosign's legacy attestations; else null
   */
  public record SignedTimestamp(ByteString timeStampResp, @Nullable ByteString envelope) {

    /** One over the signature. */
    public SignedTimestamp(ByteString timeStampResp) {
      this(timeStampResp, null);
    }
  }

  public VerificationMaterial {
    logEntries = List.copyOf(logEntries);
    timestamps = List.copyOf(timestamps);
  }

  /** The material of a signature by a key that the verifier has to have. */
  public static VerificationMaterial ofKey(String hint) {
    return new VerificationMaterial(new KeyHint(hint), List.of(), List.of());
  }

  public VerificationMaterial withLogEntries(List<LogEntry> logEntries) {
    return new VerificationMaterial(keyMaterial, logEntries, timestamps);
  }

  public VerificationMaterial withTimestamps(List<SignedTimestamp> timestamps) {
    return new VerificationMaterial(keyMaterial, logEntries, timestamps);
  }
}
