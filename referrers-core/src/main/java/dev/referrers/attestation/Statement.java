package dev.referrers.attestation;

import dev.referrers.error.MalformedContentException;
import dev.referrers.internal.text.Printable;
import dev.referrers.oci.Digest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * An in-toto statement: subjects, and a predicate about them. The bytes are kept as they were read
 * or built, and so are the predicate's among them.
 *
 * @see <a href="https://github.com/in-toto/attestation/blob/v1.1.0/spec/v1/statement.md">in-toto,
 *     Statement</a>
 */
public final class Statement {

  public static final String TYPE_V1 = "https://in-toto.io/Statement/v1";
  public static final String TYPE_V0_1 = "https://in-toto.io/Statement/v0.1";

  private static final ByteString EMPTY_OBJECT = ByteString.encodeUtf8("{}");
  private static final int MAX_SHOWN = 300;

  private final ByteString bytes;
  private final String type;
  private final List<ResourceDescriptor> subject;
  private final String predicateType;
  private final @Nullable ByteString predicate;

  Statement(
      ByteString bytes,
      String type,
      List<ResourceDescriptor> subject,
      String predicateType,
      @Nullable ByteString predicate) {
    this.bytes = bytes;
    this.type = type;
    this.subject = List.copyOf(subject);
    this.predicateType = predicateType;
    this.predicate = predicate;
  }

  /** Reads a statement of version 0.1 or 1. Unknown members are passed over. */
  public static Statement parse(ByteString bytes) throws MalformedContentException {
    return StatementJson.parse(bytes);
  }

  /**
   * Builds a statement of version 1.
   *
   * @param predicate a JSON object, which is put there byte for byte
   * @throws IllegalArgumentException when there is no subject, one without digest, no predicateType
   *     or no JSON object
   */
  public static Statement of(
      List<ResourceDescriptor> subject, String predicateType, ByteString predicate) {
    return StatementJson.build(subject, predicateType, predicate);
  }

  /**
   * The statement that cosign 3 signs to sign an image.
   *
   * @param claims become annotations of the subject; what {@code cosign verify -a} asks for
   */
  public static Statement signature(Digest image, Map<String, String> claims) {
    return of(
        List.of(ResourceDescriptor.of(image).withAnnotations(claims)),
        PredicateTypes.COSIGN_SIGN,
        EMPTY_OBJECT);
  }

  /** Signs this statement, as the one signature of an envelope. */
  public Attestation sign(Signer signer) throws IOException {
    var signed = signer.sign(Envelope.preAuthenticationEncoding(Envelope.IN_TOTO, bytes));
    var signatures = List.of(Envelope.Signature.of(signed.value()));
    return Attestation.of(new Envelope(Envelope.IN_TOTO, bytes, signatures), signed.material());
  }

  public ByteString bytes() {
    return bytes;
  }

  /** {@link #TYPE_V1} or {@link #TYPE_V0_1}. */
  public String type() {
    return type;
  }

  public List<ResourceDescriptor> subject() {
    return subject;
  }

  /** A URI; compared exactly. */
  public String predicateType() {
    return predicateType;
  }

  /** The JSON text of the predicate as it is; null when there is none. Not always an object. */
  public @Nullable ByteString predicate() {
    return predicate;
  }

  /** Its kind and subjects, for messages. */
  @Override
  public String toString() {
    return Printable.of(
        predicateType + " of " + subject.stream().map(ResourceDescriptor::digest).toList(),
        MAX_SHOWN);
  }
}
