package dev.referrers.bundle;

import dev.referrers.attestation.Envelope;
import java.io.EOFException;
import java.util.List;
import okio.Buffer;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The message that a DSSE envelope's signature is over.
 *
 * @see <a href="https://github.com/secure-systems-lab/dsse/blob/v1.0.2/protocol.md">DSSE protocol,
 *     PAE</a>
 */
final class PreAuthenticationEncoding {

  private static final ByteString VERSION = ByteString.encodeUtf8("DSSEv1 ");

  private PreAuthenticationEncoding() {}

  /** The envelope that has this signature over the message; null when that is another thing. */
  static @Nullable Envelope envelope(ByteString message, ByteString signature) {
    if (!message.startsWith(VERSION)) {
      return null;
    }
    var rest = new Buffer().write(message);
    try {
      rest.skip(VERSION.size());
      long typeSize = rest.readDecimalLong();
      rest.skip(1);
      String type = rest.readUtf8(typeSize);
      rest.skip(1);
      rest.readDecimalLong(); // the payload is the rest
      rest.skip(1);
      var signatures = List.of(Envelope.Signature.of(signature));
      var envelope = new Envelope(type, rest.readByteString(), signatures);
      return envelope.preAuthenticationEncoding().equals(message) ? envelope : null;
    } catch (EOFException | IllegalArgumentException e) {
      return null;
    }
  }
}
