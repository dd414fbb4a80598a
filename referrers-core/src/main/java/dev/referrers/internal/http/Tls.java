package dev.referrers.internal.http;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Whom to trust and who we are, beyond the defaults of the JDK. Immutable.
 *
 * @param trusted authorities besides those of the JDK
 * @param chain our certificate and those that vouch for it; empty for none
 * @param key of the first certificate in the chain
 */
public record Tls(
    List<X509Certificate> trusted, List<X509Certificate> chain, @Nullable PrivateKey key) {

  public static final Tls DEFAULT = new Tls(List.of(), List.of(), null);

  /**
   * Trusts more.
   *
   * @throws IllegalArgumentException when the file holds no certificates
   */
  public Tls trusting(Path pem) throws IOException {
    List<X509Certificate> more = PemFiles.certificates(pem);
    return new Tls(Stream.concat(trusted.stream(), more.stream()).toList(), chain, key);
  }

  /**
   * Has a certificate.
   *
   * @throws IllegalArgumentException when a file does not hold what it should
   */
  public Tls presenting(Path chainPem, Path keyPem) throws IOException {
    return new Tls(trusted, PemFiles.certificates(chainPem), PemFiles.privateKey(keyPem));
  }

  /** Puts this in place of the client's own, unless there is nothing. */
  void in(OkHttpClient.Builder client) {
    if (trusted.isEmpty() && key == null) {
      return;
    }
    try {
      X509TrustManager trust = trustManager();
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keyManagers(), new TrustManager[] {trust}, null);
      client.sslSocketFactory(context.getSocketFactory(), trust);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException("Certificates can't be used: " + e.getMessage(), e);
    }
  }

  private X509TrustManager trustManager() throws GeneralSecurityException, IOException {
    X509TrustManager defaults = trustManager(null);
    if (trusted.isEmpty()) {
      return defaults;
    }
    KeyStore all = empty();
    for (X509Certificate authority : defaults.getAcceptedIssuers()) {
      all.setCertificateEntry("authority-" + all.size(), authority);
    }
    for (X509Certificate authority : trusted) {
      all.setCertificateEntry("authority-" + all.size(), authority);
    }
    return trustManager(all);
  }

  /**
   * @param authorities null for those of the JDK
   */
  private static X509TrustManager trustManager(@Nullable KeyStore authorities)
      throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(authorities);
    return Stream.of(factory.getTrustManagers())
        .filter(X509TrustManager.class::isInstance)
        .map(X509TrustManager.class::cast)
        .findFirst()
        .orElseThrow(() -> new GeneralSecurityException("no X.509 trust manager"));
  }

  private KeyManager @Nullable [] keyManagers() throws GeneralSecurityException, IOException {
    if (key == null) {
      return null;
    }
    KeyStore own = empty();
    own.setKeyEntry("client", key, new char[0], chain.toArray(X509Certificate[]::new));
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(own, new char[0]);
    return factory.getKeyManagers();
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
