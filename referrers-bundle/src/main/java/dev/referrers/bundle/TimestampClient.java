package dev.referrers.bundle;

import dev.referrers.attestation.VerificationMaterial.SignedTimestamp;
import dev.referrers.bundle.ServiceClient.Service;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Instant;
import okio.ByteString;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;

/**
 * Has signatures timestamped.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3161">RFC 3161</a>
 */
final class TimestampClient {

  private static final SecureRandom RANDOM = new SecureRandom();

  private final ServiceClient http;

  TimestampClient(ServiceClient http) {
    this.http = http;
  }

  /**
   * A timestamp.
   *
   * @param time what it says
   */
  record Timestamp(SignedTimestamp signed, Instant time) {}

  /** A timestamp over the signature, checked to be that; who signed it is not. */
  Timestamp timestamp(URI url, ByteString signature) throws IOException {
    var service = new Service("Timestamp authority", url);
    var generator = new TimeStampRequestGenerator();
    generator.setCertReq(true);
    TimeStampRequest request =
        generator.generate(
            NISTObjectIdentifiers.id_sha256,
            signature.sha256().toByteArray(),
            new BigInteger(63, RANDOM));
    ByteString answer =
        http.post(
            service,
            "application/timestamp-query",
            ByteString.of(request.getEncoded()),
            "application/timestamp-reply");
    try {
      var response = new TimeStampResponse(answer.toByteArray());
      response.validate(request);
      if (response.getTimeStampToken() == null) {
        throw new TSPException("it was refused, " + response.getStatusString());
      }
      Instant time = response.getTimeStampToken().getTimeStampInfo().getGenTime().toInstant();
      return new Timestamp(new SignedTimestamp(answer), time);
    } catch (TSPException | IOException | RuntimeException e) {
      // BouncyCastle answers odd structures with several unchecked exceptions.
      throw service.failure(
          "expected a timestamp over the signature but was not: " + e.getMessage(), e);
    }
  }
}
