package dev.referrers.cosign;

import dev.referrers.attestation.Base64Text;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okio.ByteString;

/** PEM text of certificates, one after the other. */
final class CertificatesPem {

  private static final Pattern CERTIFICATE =
      Pattern.compile(
          "\\G\\s*+-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\\s]*+)-----END CERTIFICATE-----\\s*+");
  private static final Pattern BLANKS = Pattern.compile("\\s");

  private static final Base64.Encoder LINES =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

  private CertificatesPem() {}

  /** As Go writes it: lines of 64 characters, and a line end after each certificate. */
  static String write(List<ByteString> certificates) {
    var text = new StringBuilder();
    for (ByteString certificate : certificates) {
      text.append("-----BEGIN CERTIFICATE-----\n")
          .append(LINES.encodeToString(certificate.toByteArray()))
          .append("\n-----END CERTIFICATE-----\n");
    }
    return text.toString();
  }

  /**
   * The DER of each, as it is.
   *
   * @throws IllegalArgumentException when there is none, or anything else
   */
  static List<ByteString> parse(String pem) {
    List<ByteString> certificates = new ArrayList<>();
    Matcher matcher = CERTIFICATE.matcher(pem);
    int end = 0;
    while (matcher.find()) {
      certificates.add(Base64Text.decode(BLANKS.matcher(matcher.group(1)).replaceAll("")));
      end = matcher.end();
    }
    if (certificates.isEmpty() || end < pem.length()) {
      throw new IllegalArgumentException("expected certificates in PEM and nothing else");
    }
    return certificates;
  }
}
