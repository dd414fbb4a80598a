package dev.referrers.bundle;

import dev.referrers.bundle.ServiceClient.Service;
import dev.referrers.bundle.internal.json.ProtoBody;
import dev.referrers.bundle.internal.json.ProtoObject;
import dev.referrers.bundle.internal.trust.Der;
import dev.referrers.bundle.internal.trust.Pem;
import dev.referrers.error.MalformedContentException;
import dev.referrers.json.JsonObjectWriter;
import java.io.IOException;
import java.net.URI;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Asks Fulcio for certificates.
 *
 * @see <a href="https://github.com/sigstore/fulcio/blob/v1.8.8/fulcio.proto">fulcio.proto,
 *     CreateSigningCertificate</a>
 */
final class CertificateClient {

  private static final String JSON = "application/json";
  private static final int MAX_CERTIFICATES = 10;

  private final ServiceClient http;

  CertificateClient(ServiceClient http) {
    this.http = http;
  }

  static Service service(URI url) {
    return new Service("Certificate authority", url).at("api/v2/signingCert");
  }

  /**
   * A certificate for the key, not checked in any way.
   *
   * @param proof signature by the key over the token's challenge
   */
  X509Certificate certificate(Service service, IdentityToken token, PublicKey key, ByteString proof)
      throws IOException {
    ByteString request =
        JsonObjectWriter.write(
            token,
            (it, json) -> {
              json.object(
                  "credentials", it.text(), (text, at) -> at.string("oidcIdentityToken", text));
              json.object("publicKeyRequest", key, (of, at) -> key(of, proof, at));
            });
    ByteString answer = http.post(service, JSON, request, JSON);
    try {
      return ProtoObject.read("Answer", answer, CertificateClient::leaf);
    } catch (MalformedContentException e) {
      throw service.failure(String.valueOf(e.getMessage()), e);
    }
  }

  private static void key(PublicKey key, ByteString proof, JsonObjectWriter json)
      throws IOException {
    json.object(
        "publicKey",
        Pem.write("PUBLIC KEY", ByteString.of(key.getEncoded())),
        (pem, at) -> {
          at.string("algorithm", "ECDSA");
          at.string("content", pem);
        });
    json.string("proofOfPossession", proof.base64());
  }

  private static X509Certificate leaf(ProtoObject object) throws IOException {
    @Nullable List<X509Certificate> chain = null;
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      switch (name) {
        case "signedCertificateEmbeddedSct" ->
            chain = object.message(only("chain", CertificateClient::chain));
        case "signedCertificateDetachedSct" ->
            throw object.malformed(
                name, "expected a certificate with its SCT in it but that is apart");
        default -> object.skip();
      }
    }
    var found = object.required("signedCertificateEmbeddedSct", chain);
    if (found.isEmpty()) {
      throw object.malformed(
          "signedCertificateEmbeddedSct", "expected certificates but there are none");
    }
    return found.get(0);
  }

  private static List<X509Certificate> chain(ProtoObject object) throws IOException {
    List<X509Certificate> chain = List.of();
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      if (name.equals("certificates")) {
        chain = object.strings(MAX_CERTIFICATES, CertificateClient::parsePem);
      } else {
        object.skip();
      }
    }
    return chain;
  }

  private static <T> ProtoBody<T> only(String member, ProtoBody<T> body) {
    return object -> {
      @Nullable T value = null;
      for (String name = object.nextName(); name != null; name = object.nextName()) {
        if (name.equals(member)) {
          value = object.message(body);
        } else {
          object.skip();
        }
      }
      return object.required(member, value);
    };
  }

  private static X509Certificate parsePem(String pem) {
    return Der.certificate(Pem.read("CERTIFICATE", pem));
  }
}
