package dev.referrers.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLSocketFactory;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;

/**
 * An OCI registry in memory, on a free port of 127.0.0.1. It does what the distribution
 * specification says, unless its {@link Behaviour} is another one or a {@link Fault} strikes.
 *
 * <pre>{@code
 * try (var registry = FakeRegistry.start()) {
 *   Descriptor image = registry.repository("acme/api").pushImage("1.0");
 *   registry.behave(behaviour -> behaviour.withPaging(Paging.of(2)));
 *   registry.fault(Route.REFERRERS, Fault.status(503).times(2));
 *   ...
 *   assertThat(registry.count(Route.REFERRERS)).isEqualTo(3);
 * }
 * }</pre>
 *
 * <p>Thread-safe. Several can run at once. Request bodies and blobs are held in memory.
 *
 * @see <a href="https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md">
 *     distribution-spec</a>
 */
public final class FakeRegistry implements AutoCloseable {

  /**
   * Held, for a logger that nobody holds forgets its level. It would log each request, and a stack
   * trace for each client that tries TLS first.
   */
  private static final Logger SERVER_LOG = Logger.getLogger(MockWebServer.class.getName());

  static {
    SERVER_LOG.setLevel(Level.OFF);
  }

  final FaultQueue faults = new FaultQueue();
  final RegistryContent content;
  private final MockWebServer server = new MockWebServer();
  private final Traffic traffic;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<RegistryRequest> requests = new ArrayList<>();
  private final String host;
  private final String url;
  private volatile Behaviour behaviour;
  private volatile long revokedUpTo;

  private FakeRegistry(Builder builder) {
    this.behaviour = builder.behaviour;
    this.content = builder.content == null ? new RegistryContent() : builder.content;
    this.traffic = new Traffic(builder.tls != null);
    server.setServerSocketFactory(traffic);
    server.setDispatcher(new RegistryDispatcher(this));
    if (builder.tls != null) {
      server.useHttps(builder.tls);
    }
    if (builder.clientCertificate) {
      server.requireClientAuth();
    }
    try {
      server.start(InetAddress.getByAddress("127.0.0.1", new byte[] {127, 0, 0, 1}), builder.port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.host = "127.0.0.1:" + server.getPort();
    this.url = (builder.tls == null ? "http://" : "https://") + host;
  }

  /** Starts a registry that does everything as specified. */
  public static FakeRegistry start() {
    return newBuilder().start();
  }

  public static FakeRegistry start(Behaviour behaviour) {
    return newBuilder().behaviour(behaviour).start();
  }

  public static Builder newBuilder() {
    return new Builder();
  }

  /** Where it listens, such as {@code http://127.0.0.1:40123}; no slash at the end. */
  public String url() {
    return url;
  }

  /** Host and port, such as {@code 127.0.0.1:40123}. */
  public String host() {
    return host;
  }

  public Behaviour behaviour() {
    return behaviour;
  }

  /** Changes the behaviour for the requests that come from now on. */
  public synchronized void behave(UnaryOperator<Behaviour> change) {
    behaviour = change.apply(behaviour);
  }

  /** The content of the repository, which comes to be when it is first asked for. */
  public FakeRepository repository(String name) {
    return content.repository(name);
  }

  /** Lets the fault strike requests of the route. */
  public void fault(Route route, Fault fault) {
    fault(route, path -> true, fault);
  }

  /**
   * Lets the fault strike requests of the route whose path fits. Of several faults the one that was
   * asked for first strikes.
   *
   * @param path sees the path as it came, percent-encoded and without query
   */
  public void fault(Route route, Predicate<String> path, Fault fault) {
    faults.add(route, path, fault);
  }

  /** Forgets the faults that have not struck. */
  public void clearFaults() {
    faults.clear();
  }

  /** Makes all tokens worthless that were issued until now. */
  public void revokeTokens() {
    revokedUpTo = Token.lastNumber();
  }

  /** The requests since the start or the last reset, in the order in which they were processed. */
  public List<RegistryRequest> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  /** Those of the requests that took the route. */
  public List<RegistryRequest> requests(Route route) {
    return requests().stream().filter(request -> route.covers(request.route())).toList();
  }

  /** How many requests took the route; {@link Route#ANY} counts all, those for tokens too. */
  public int count(Route route) {
    return requests(route).size();
  }

  /** TCP connections that were accepted. */
  public int connections() {
    return traffic.connections.get();
  }

  /** Bytes that came in over all connections, heads and TLS included. */
  public long bytesIn() {
    return traffic.bytesIn.get();
  }

  /** Bytes that went out over all connections, heads and TLS included. */
  public long bytesOut() {
    return traffic.bytesOut.get();
  }

  /** Forgets the requests and sets the counters to 0. */
  public void resetRequests() {
    synchronized (requests) {
      requests.clear();
    }
    traffic.reset();
  }

  /** Stops listening and closes all connections. */
  @Override
  public void close() {
    closed.countDown();
    server.close();
  }

  void awaitClose() throws InterruptedException {
    closed.await();
  }

  void closeConnection(int connection, boolean hard) {
    traffic.close(connection, hard);
  }

  long revokedUpTo() {
    return revokedUpTo;
  }

  void record(Exchange exchange, RecordedRequest raw, int status) {
    int mark = raw.getTarget().indexOf('?');
    var request =
        new RegistryRequest(
            exchange.target().route(),
            exchange.method(),
            exchange.path(),
            mark < 0 ? null : raw.getTarget().substring(mark + 1),
            exchange.headers(),
            raw.getBodySize(),
            status,
            raw.getConnectionIndex());
    synchronized (requests) {
      requests.add(request);
    }
  }

  /** MockWebServer keeps each request with its body for somebody to take it. */
  void forgetRecorded() throws InterruptedException {
    RecordedRequest taken;
    do {
      taken = server.takeRequest(0, TimeUnit.MILLISECONDS);
    } while (taken != null);
  }

  /** What a registry may be given before it starts. */
  public static final class Builder {

    private Behaviour behaviour = Behaviour.specified();
    private @Nullable RegistryContent content;
    private @Nullable SSLSocketFactory tls;
    private boolean clientCertificate;
    private int port;

    private Builder() {}

    public Builder behaviour(Behaviour behaviour) {
      this.behaviour = behaviour;
      return this;
    }

    /** A port to listen on; a free one otherwise. */
    public Builder port(int port) {
      this.port = port;
      return this;
    }

    /** HTTPS, and HTTP/2 for a client that offers it. */
    public Builder tls(SSLSocketFactory sockets) {
      this.tls = sockets;
      return this;
    }

    /** A client needs a certificate that the server's trust manager takes. */
    public Builder requireClientCertificate() {
      this.clientCertificate = true;
      return this;
    }

    /** Serves the repositories of the other registry: a second address for the same content. */
    public Builder contentOf(FakeRegistry other) {
      this.content = other.content;
      return this;
    }

    public FakeRegistry start() {
      return new FakeRegistry(this);
    }
  }
}
