package dev.referrers.bundle.internal.verify;

import dev.referrers.attestation.Verdict.Reason;
import dev.referrers.bundle.internal.trust.Authority;
import dev.referrers.bundle.internal.trust.Der;
import dev.referrers.bundle.internal.trust.Primitives;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import okio.ByteString;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.tsp.TimeStampResp;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;
import org.jspecify.annotations.Nullable;

/**
 * What a timestamp authority signed.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3161">RFC 3161</a>
 */
final class TimestampToken {

  private static final String TIME_STAMPING = "1.3.6.1.5.5.7.3.8";
  // The path is searched among them, which takes long when there are many.
  private static final int MAX_CERTIFICATES = 10;

  private final TimeStampToken token;
  private final List<X509Certificate> certificates;

  private TimestampToken(TimeStampToken token, List<X509Certificate> certificates) {
    this.token = token;
    this.certificates = certificates;
  }

  /** Reads the DER of a TimeStampResp. Nothing of it is verified yet. */
  static TimestampToken parse(ByteString der) throws RejectedException {
    try {
      var response =
          new TimeStampResponse(
              TimeStampResp.getInstance(ASN1Primitive.fromByteArray(der.toByteArray())));
      var token = response.getTimeStampToken();
      if (token == null || response.getStatus() > PKIStatus.GRANTED_WITH_MODS) {
        throw malformed("it was not granted", null);
      }
      var certificates = new ArrayList<X509Certificate>();
      for (X509CertificateHolder each : token.getCertificates().getMatches(null)) {
        certificates.add(Der.certificate(ByteString.of(each.getEncoded())));
      }
      if (certificates.size() > MAX_CERTIFICATES) {
        throw malformed("there are more than " + MAX_CERTIFICATES + " certificates", null);
      }
      return new TimestampToken(token, certificates);
    } catch (IOException | TSPException | RuntimeException e) {
      // BouncyCastle answers odd structures with several unchecked exceptions.
      throw malformed("was something else", e);
    }
  }

  private static RejectedException malformed(String problem, @Nullable Throwable cause) {
    return new RejectedException(
        Reason.MALFORMED, "Timestamp: expected an RFC 3161 response but " + problem, cause);
  }

  Instant time() {
    return token.getTimeStampInfo().getGenTime().toInstant();
  }

  boolean isOver(ByteString signature) {
    var info = token.getTimeStampInfo();
    var algorithm = algorithm(info.getMessageImprintAlgOID());
    return algorithm != null
        && new Hash(algorithm, ByteString.of(info.getMessageImprintDigest())).isOf(signature);
  }

  private static Hash.@Nullable Algorithm algorithm(ASN1ObjectIdentifier id) {
    if (id.equals(NISTObjectIdentifiers.id_sha256)) {
      return Hash.Algorithm.SHA256;
    }
    if (id.equals(NISTObjectIdentifiers.id_sha384)) {
      return Hash.Algorithm.SHA384;
    }
    return id.equals(NISTObjectIdentifiers.id_sha512) ? Hash.Algorithm.SHA512 : null;
  }

  /**
   * Whether the authority made it: the signer's certificate is the one that the trusted root has at
   * the head of the authority's chain, or else one that leads to its root, for timestamping and
   * valid at that time.
   */
  boolean isBy(Authority authority) {
    var first = authority.chain().get(0);
    var candidates = first.getBasicConstraints() < 0 ? List.of(first) : certificates;
    return candidates.stream().anyMatch(signer -> isSignedBy(signer) && leadsTo(signer, authority));
  }

  private boolean leadsTo(X509Certificate signer, Authority authority) {
    return CertificatePath.find(signer, certificates, authority, List.of(time()), TIME_STAMPING)
        .isPresent();
  }

  /** Also checks that the certificate is the one the token names, and is for timestamps only. */
  private boolean isSignedBy(X509Certificate signer) {
    try {
      token.validate(
          new JcaSimpleSignerInfoVerifierBuilder()
              .setProvider(Primitives.BOUNCY_CASTLE)
              .build(signer));
      return true;
    } catch (TSPException | OperatorCreationException | RuntimeException e) {
      // BouncyCastle answers odd structures with several unchecked exceptions.
      return false;
    }
  }
}
