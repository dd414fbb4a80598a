package dev.referrers.bundle.internal.verify;

import dev.referrers.attestation.Verdict.Reason;
import dev.referrers.bundle.internal.trust.LogKey;
import java.io.EOFException;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import okio.Buffer;
import okio.ByteString;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;

/**
 * The certificate transparency logs that took a certificate before it was issued, as the timestamps
 * inside it say.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6962#section-3.3">RFC 6962, Signed Certificate
 *     Timestamps</a>
 */
public final class EmbeddedScts {

  private static final String SCT_LIST = "1.3.6.1.4.1.11129.2.4.2";
  private static final int VERSION_1 = 0;
  private static final int PRECERTIFICATE = 1;
  private static final int SHA_256 = 4;

  /** One signed certificate timestamp. */
  private record Sct(
      ByteString logId, long timestamp, ByteString extensions, int hash, ByteString signature) {}

  private EmbeddedScts() {}

  /**
   * Verifies that enough logs took the certificate. Timestamps by other logs count for nothing.
   *
   * @param required how many of the logs at least
   */
  public static void verify(SigningCertificate certificate, List<LogKey> logs, int required)
      throws RejectedException {
    if (required == 0) {
      return;
    }
    Set<ByteString> verified = new HashSet<>();
    var precertificate = new Precertificate(certificate);
    for (Sct sct : read(certificate.leaf())) {
      LogKey log = LogKey.find(logs, sct.logId);
      if (log != null && holds(sct, log, precertificate)) {
        verified.add(log.id());
      }
    }
    if (verified.size() < required) {
      throw new RejectedException(
          Reason.CERTIFICATE,
          "Expected the certificate in %s but was in %d"
              .formatted(
                  Count.of(required, "trusted certificate log", "trusted certificate logs"),
                  verified.size()));
    }
  }

  private static boolean holds(Sct sct, LogKey log, Precertificate precertificate)
      throws RejectedException {
    var message =
        new Buffer()
            .writeByte(VERSION_1)
            .writeByte(0) // certificate_timestamp
            .writeLong(sct.timestamp)
            .writeShort(PRECERTIFICATE)
            .write(precertificate.issuerKeyHash());
    ByteString certificate = precertificate.toBeSigned();
    message.writeByte(certificate.size() >> 16).writeShort(certificate.size() & 0xffff);
    message.write(certificate);
    message.writeShort(sct.extensions.size()).write(sct.extensions);
    return sct.hash == SHA_256
        && log.validity().contains(Instant.ofEpochMilli(sct.timestamp))
        && log.signed(message.readByteString(), sct.signature);
  }

  private static List<Sct> read(X509Certificate leaf) throws RejectedException {
    byte[] extension = leaf.getExtensionValue(SCT_LIST);
    if (extension == null) {
      return List.of();
    }
    try {
      var outer = ASN1OctetString.getInstance(ASN1Primitive.fromByteArray(extension)).getOctets();
      var inner = ASN1OctetString.getInstance(ASN1Primitive.fromByteArray(outer)).getOctets();
      return list(new Buffer().write(inner));
    } catch (IOException | RuntimeException e) {
      // BouncyCastle answers odd structures with several unchecked exceptions.
      throw new RejectedException(
          Reason.MALFORMED,
          "Certificate: expected a list of signed certificate timestamps but was not",
          e);
    }
  }

  private static List<Sct> list(Buffer buffer) throws IOException {
    Buffer list = vector(buffer);
    end(buffer);
    var scts = new ArrayList<Sct>();
    while (!list.exhausted()) {
      Buffer sct = vector(list);
      if (sct.readByte() == VERSION_1) {
        scts.add(sct(sct)); // others may have any form
      }
    }
    return scts;
  }

  private static Sct sct(Buffer buffer) throws IOException {
    ByteString logId = buffer.readByteString(32);
    long timestamp = buffer.readLong();
    ByteString extensions = vector(buffer).readByteString();
    int hash = buffer.readByte();
    buffer.skip(1); // the kind of signature goes by the log's key
    ByteString signature = vector(buffer).readByteString();
    end(buffer);
    return new Sct(logId, timestamp, extensions, hash, signature);
  }

  private static Buffer vector(Buffer buffer) throws IOException {
    int size = buffer.readShort() & 0xffff;
    return new Buffer().write(buffer.readByteString(size));
  }

  private static void end(Buffer buffer) throws IOException {
    if (!buffer.exhausted()) {
      throw new EOFException("more than was announced");
    }
  }
}
