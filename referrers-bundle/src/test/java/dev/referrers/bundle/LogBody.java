package dev.referrers.bundle;

import okio.ByteString;

/**
 * What a log keeps of a signature, in each of the kinds.
 *
 * @param json as the log hashes it
 */
record LogBody(String kind, String version, ByteString json) {

  private static LogBody of(String kind, String version, String spec) {
    return new LogBody(
        kind,
        version,
        ByteString.encodeUtf8(
            "{\"apiVersion\":\"%s\",\"kind\":\"%s\",\"spec\":%s}".formatted(version, kind, spec)));
  }

  static LogBody hashedRekord(ByteString message, ByteString signature, ByteString pem) {
    return hashedRekord("sha256", message.sha256().hex(), signature, pem);
  }

  static LogBody hashedRekord(String algorithm, String hash, ByteString signature, ByteString pem) {
    return of(
        "hashedrekord",
        "0.0.1",
        """
        {"data":{"hash":{"algorithm":"%s","value":"%s"}},\
        "signature":{"content":"%s","publicKey":{"content":"%s"}}}"""
            .formatted(algorithm, hash, signature.base64(), pem.base64()));
  }

  static LogBody hashedRekordV2(ByteString message, ByteString signature, ByteString certificate) {
    return hashedRekordV2OfHash(message.sha256(), signature, certificate);
  }

  static LogBody hashedRekordV2OfHash(
      ByteString hash, ByteString signature, ByteString certificate) {
    return of(
        "hashedrekord",
        "0.0.2",
        """
        {"hashedRekordV002":{"data":{"algorithm":"SHA2_256","digest":"%s"},\
        "signature":{"content":"%s","verifier":{"keyDetails":"PKIX_ECDSA_P256_SHA_256",\
        "x509Certificate":{"rawBytes":"%s"}}}}}"""
            .formatted(hash.base64(), signature.base64(), certificate.base64()));
  }

  static LogBody dsse(ByteString payload, ByteString signature, ByteString pem) {
    return dsse(payload.sha256(), payload, signature, pem);
  }

  static LogBody dsse(
      ByteString envelopeHash, ByteString payload, ByteString signature, ByteString pem) {
    return of(
        "dsse",
        "0.0.1",
        """
        {"envelopeHash":{"algorithm":"sha256","value":"%s"},\
        "payloadHash":{"algorithm":"sha256","value":"%s"},\
        "signatures":[{"signature":"%s","verifier":"%s"}]}"""
            .formatted(
                envelopeHash.hex(), payload.sha256().hex(), signature.base64(), pem.base64()));
  }

  static LogBody dsseV2(ByteString payload, ByteString signature, ByteString certificate) {
    return of(
        "dsse",
        "0.0.2",
        """
        {"dsseV002":{"payloadHash":{"algorithm":"SHA2_256","digest":"%s"},\
        "signatures":[{"content":"%s","verifier":{"x509Certificate":{"rawBytes":"%s"}}}]}}"""
            .formatted(payload.sha256().base64(), signature.base64(), certificate.base64()));
  }

  static LogBody intoto(ByteString payload, ByteString signature, ByteString pem) {
    return of(
        "intoto",
        "0.0.2",
        """
        {"content":{"envelope":{"payloadType":"application/vnd.in-toto+json",\
        "signatures":[{"publicKey":"%s","sig":"%s"}]},\
        "payloadHash":{"algorithm":"sha256","value":"%s"}}}"""
            .formatted(
                pem.base64(),
                ByteString.encodeUtf8(signature.base64()).base64(),
                payload.sha256().hex()));
  }

  static LogBody intotoWithoutSignature(ByteString payload, ByteString pem) {
    return of(
        "intoto",
        "0.0.1",
        """
        {"content":{"payloadHash":{"algorithm":"sha256","value":"%s"}},"publicKey":"%s"}"""
            .formatted(payload.sha256().hex(), pem.base64()));
  }
}
