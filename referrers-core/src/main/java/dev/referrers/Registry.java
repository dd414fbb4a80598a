package dev.referrers;

import dev.referrers.internal.http.Connecting;
import dev.referrers.internal.http.HttpRegistry;
import dev.referrers.internal.http.Settings;
import dev.referrers.internal.http.Tls;
import dev.referrers.internal.net.PlainHttp;
import dev.referrers.oci.Reference;
import dev.referrers.oci.RepositoryName;
import dev.referrers.repository.Repository;
import dev.referrers.transport.Capabilities;
import dev.referrers.transport.Credentials;
import dev.referrers.transport.Limits;
import dev.referrers.transport.RegistryListener;
import dev.referrers.transport.RegistryProfile;
import dev.referrers.transport.RetryPolicy;
import java.io.IOException;
import java.net.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * A client of one registry. Immutable and thread-safe. Its repositories share connections, tokens
 * and the number of requests at once, so keep one for each registry and credential.
 *
 * <p>It speaks HTTPS unless told otherwise, sends credentials to the registry's own origin and its
 * token server only, and keeps no cookies.
 */
public final class Registry {

  private final Builder builder;
  private final Reference any;
  private final HttpRegistry http;

  private Registry(Builder builder) {
    this.builder = new Builder(builder);
    this.any = builder.any;
    this.http = new HttpRegistry(builder.settings(), builder.connecting());
  }

  /**
   * Starts a client.
   *
   * @param host {@code host} or {@code host:port}; {@code docker.io} is Docker Hub
   * @throws IllegalArgumentException when it is neither
   */
  public static Builder at(String host) {
    return new Builder(new Reference(requireNoScheme(host), new RepositoryName("any"), null, null));
  }

  /** The text is not quoted: there may be a password in it. */
  private static String requireNoScheme(String host) {
    int end = host.indexOf("://");
    if (end >= 0) {
      throw new IllegalArgumentException(
          "Registry needs the form host[:port] but starts with "
              + host.substring(0, end + 3)
              + " (it is reached by https; Registry.Builder.allowPlainHttp names hosts without TLS)");
    }
    return host;
  }

  /**
   * The registry as people write it, such as {@code registry.example:5000} or {@code docker.io}.
   */
  public String host() {
    return any.registry();
  }

  /**
   * A repository of this registry. Nothing is sent.
   *
   * @param name such as {@code acme/api}; one word on Docker Hub stands for one in {@code library/}
   * @throws IllegalArgumentException when it is no repository name
   */
  public Repository repository(String name) {
    var normalised = new Reference(host(), RepositoryName.parse(name), null, null);
    return http.repository(normalised.repository());
  }

  /** Starts a client that differs from this one; only {@link Capabilities} are shared with it. */
  public Builder newBuilder() {
    return new Builder(builder);
  }

  @Override
  public String toString() {
    return host();
  }

  /** Decides how a registry is reached. Not thread-safe. */
  public static final class Builder {

    private final Reference any;
    private final Set<String> plainHosts = new HashSet<>();
    private Credentials credentials = Credentials.defaults();
    private Limits limits = Limits.DEFAULT;
    private RetryPolicy retryPolicy = RetryPolicy.DEFAULT;
    private RegistryListener listener = RegistryListener.NONE;
    private Capabilities capabilities = new Capabilities();
    private RegistryProfile profile;
    private Duration timeout = Duration.ofMinutes(5);
    private Duration transferTimeout = Duration.ofHours(1);
    private Duration connectTimeout = Duration.ofSeconds(10);
    private Duration readTimeout = Duration.ofSeconds(30);
    private int maxRequests = 16;
    private long chunkBytes;
    private Tls tls = Tls.DEFAULT;
    private @Nullable OkHttpClient client;
    private @Nullable Proxy proxy;
    private @Nullable String proxyAuthorization;

    private Builder(Reference any) {
      this.any = any;
      this.profile = RegistryProfile.of(any.registry());
    }

    private Builder(Builder other) {
      this.any = other.any;
      this.plainHosts.addAll(other.plainHosts);
      this.credentials = other.credentials;
      this.limits = other.limits;
      this.retryPolicy = other.retryPolicy;
      this.listener = other.listener;
      this.capabilities = other.capabilities;
      this.profile = other.profile;
      this.timeout = other.timeout;
      this.transferTimeout = other.transferTimeout;
      this.connectTimeout = other.connectTimeout;
      this.readTimeout = other.readTimeout;
      this.maxRequests = other.maxRequests;
      this.chunkBytes = other.chunkBytes;
      this.tls = other.tls;
      this.client = other.client;
      this.proxy = other.proxy;
      this.proxyAuthorization = other.proxyAuthorization;
    }

    /** Where secrets are found; {@link Credentials#defaults()} unless set. */
    public Builder credentials(Credentials credentials) {
      this.credentials = credentials;
      return this;
    }

    public Builder limits(Limits limits) {
      this.limits = limits;
      return this;
    }

    public Builder retryPolicy(RetryPolicy retryPolicy) {
      this.retryPolicy = retryPolicy;
      return this;
    }

    public Builder listener(RegistryListener listener) {
      this.listener = listener;
      return this;
    }

    /** Shares knowledge about repositories with other clients. */
    public Builder capabilities(Capabilities capabilities) {
      this.capabilities = capabilities;
      return this;
    }

    /** Replaces what is known about the registry at this host. */
    public Builder profile(RegistryProfile profile) {
      this.profile = profile;
      return this;
    }

    /**
     * How long one operation may take, pauses and retries included, unless {@link
     * Repository#within} says less or more; 5 minutes unless set. Not for those that move a blob.
     *
     * @throws IllegalArgumentException when it is not positive
     */
    public Builder timeout(Duration timeout) {
      this.timeout = positive(timeout);
      return this;
    }

    /**
     * How long pushing a blob, or opening one and reading it to its end, may take unless {@link
     * Repository#within} says less or more; 1 hour unless set.
     *
     * @throws IllegalArgumentException when it is not positive
     */
    public Builder transferTimeout(Duration transferTimeout) {
      this.transferTimeout = positive(transferTimeout);
      return this;
    }

    /**
     * How long making a connection may take; 10 seconds unless set.
     *
     * @throws IllegalArgumentException when it is not positive
     */
    public Builder connectTimeout(Duration connectTimeout) {
      this.connectTimeout = positive(connectTimeout);
      return this;
    }

    /**
     * How long the registry may be silent while we wait for its bytes; 30 seconds unless set.
     *
     * @throws IllegalArgumentException when it is not positive
     */
    public Builder readTimeout(Duration readTimeout) {
      this.readTimeout = positive(readTimeout);
      return this;
    }

    /**
     * How many requests may be under way at once, over all repositories; 16 unless set. A blob that
     * is being read does not count.
     *
     * @throws IllegalArgumentException when it is below 1
     */
    public Builder maxRequestsPerHost(int maxRequests) {
      if (maxRequests < 1) {
        throw new IllegalArgumentException("There needs to be at least 1 request at once");
      }
      this.maxRequests = maxRequests;
      return this;
    }

    /**
     * Uploads larger blobs in chunks of this size, which are taken up again after a failure where
     * it happened; 0, the default, uploads all in one piece.
     *
     * @throws IllegalArgumentException when it is negative
     */
    public Builder chunkBytes(long chunkBytes) {
      if (chunkBytes < 0) {
        throw new IllegalArgumentException("Chunks need a size of 0 or more");
      }
      this.chunkBytes = chunkBytes;
      return this;
    }

    /**
     * Speaks HTTP without TLS to this host, where everybody on the way can read and change it. No
     * host is spoken to so unless it is named, not even {@code localhost}.
     *
     * @param host {@code host} for all its ports, or {@code host:port}
     * @throws IllegalArgumentException when it has a scheme
     */
    public Builder allowPlainHttp(String host) {
      plainHosts.add(requireNoScheme(host).toLowerCase(Locale.ROOT));
      return this;
    }

    /**
     * Trusts these certificate authorities besides those of the JDK. May be called more than once.
     *
     * @throws IllegalArgumentException when the file holds no certificates
     */
    public Builder trustedCertificates(Path pem) throws IOException {
      this.tls = tls.trusting(pem);
      return this;
    }

    /**
     * Presents a certificate to registries that ask for one.
     *
     * @param chainPem our certificate, then those that vouch for it
     * @param keyPem its key, PKCS#8 without encryption
     * @throws IllegalArgumentException when a file does not hold that
     */
    public Builder clientCertificate(Path chainPem, Path keyPem) throws IOException {
      this.tls = tls.presenting(chainPem, keyPem);
      return this;
    }

    /** Goes through this proxy, rather than the one that the JVM is set to. */
    public Builder proxy(Proxy proxy) {
      this.proxy = proxy;
      return this;
    }

    /** What to tell the proxy when it asks; nobody else gets it. */
    public Builder proxyCredentials(String username, String password) {
      this.proxyAuthorization =
          okhttp3.Credentials.basic(username, password, StandardCharsets.UTF_8);
      return this;
    }

    /**
     * Starts from this client: its proxy, DNS, sockets, connection pool, interceptors and event
     * listener stay. Redirects, cookies, cache, authentication, retries and timeouts are ours.
     */
    public Builder httpClient(OkHttpClient client) {
      this.client = client;
      return this;
    }

    public Registry build() {
      return new Registry(this);
    }

    private Settings settings() {
      var plainHttp = new PlainHttp(plainHosts);
      return new Settings(
          any.registry(),
          plainHttp.base(any.host()),
          plainHttp,
          credentials,
          limits,
          retryPolicy,
          listener,
          capabilities,
          profile,
          timeout,
          transferTimeout,
          maxRequests,
          chunkBytes);
    }

    private Connecting connecting() {
      return new Connecting(client, tls, connectTimeout, readTimeout, proxy, proxyAuthorization);
    }

    private static Duration positive(Duration duration) {
      if (duration.isNegative() || duration.isZero()) {
        throw new IllegalArgumentException("Timeout needs to be positive but is " + duration);
      }
      return duration;
    }
  }
}
