package dev.referrers.interop;

import com.sun.net.httpserver.HttpServer;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import okio.ByteString;

/**
 * An OpenID Connect issuer on 127.0.0.1, which gives anybody an ID token for any e-mail address.
 */
final class OidcIssuer implements AutoCloseable {

  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final KeyPair keys;
  private final HttpServer server;

  private OidcIssuer(KeyPair keys, HttpServer server) {
    this.keys = keys;
    this.server = server;
  }

  static OidcIssuer start() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      var server = Json.server();
      var issuer = new OidcIssuer(generator.generateKeyPair(), server);
      Json.serve(server, "/.well-known/openid-configuration", request -> issuer.configuration());
      Json.serve(server, "/keys", request -> issuer.keySet());
      server.start();
      return issuer;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  String url() {
    return Json.url(server);
  }

  /** A token that is valid for ten minutes. */
  String token(String email) {
    return token(email, Instant.now().plus(Duration.ofMinutes(10)));
  }

  String token(String email, Instant expiry) {
    String claims =
        """
        {"iss":"%s","sub":"%s","aud":"sigstore","iat":%d,"exp":%d,"email":"%s",\
        "email_verified":true}"""
            .formatted(
                url(), "subject-1", expiry.getEpochSecond() - 600, expiry.getEpochSecond(), email);
    String signed =
        base64("{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"1\"}") + "." + base64(claims);
    try {
      var signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(keys.getPrivate());
      signature.update(ByteString.encodeUtf8(signed).toByteArray());
      return signed + "." + BASE64.encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private String configuration() {
    return """
    {"issuer":"%1$s","jwks_uri":"%1$s/keys","authorization_endpoint":"%1$s/auth",
     "token_endpoint":"%1$s/token","response_types_supported":["id_token"],
     "subject_types_supported":["public"],"id_token_signing_alg_values_supported":["RS256"]}"""
        .formatted(url());
  }

  private String keySet() {
    var key = (RSAPublicKey) keys.getPublic();
    return """
    {"keys":[{"kty":"RSA","use":"sig","alg":"RS256","kid":"1","n":"%s","e":"%s"}]}"""
        .formatted(base64(key.getModulus()), base64(key.getPublicExponent()));
  }

  private static String base64(BigInteger number) {
    byte[] bytes = number.toByteArray();
    int sign = bytes[0] == 0 ? 1 : 0;
    return BASE64.encodeToString(Arrays.copyOfRange(bytes, sign, bytes.length));
  }

  private static String base64(String text) {
    return BASE64.encodeToString(ByteString.encodeUtf8(text).toByteArray());
  }
}
