package dev.referrers.internal.http;

import dev.referrers.internal.auth.Authenticator;
import dev.referrers.oci.RepositoryName;
import dev.referrers.repository.Repository;
import okhttp3.OkHttpClient;

/** What all repositories of one client share: connections, tokens, limits. Thread-safe. */
public final class HttpRegistry {

  private final Settings settings;
  private final Transport transport;
  private final Authenticator authenticator;
  private final Retries retries;
  private final Warnings warnings;

  public HttpRegistry(Settings settings, Connecting connecting) {
    this.settings = settings;
    OkHttpClient client = HttpClients.of(connecting, settings.maxRequests(), settings.listener());
    this.authenticator =
        new Authenticator(
            client,
            settings.registry(),
            settings.base(),
            settings.plainHttp(),
            settings.credentials());
    var wire = new Wire(client, new Permits(settings.maxRequests()));
    this.transport =
        new Transport(
            new Authorized(wire, settings.base(), authenticator),
            settings.plainHttp(),
            settings.limits());
    this.retries = new Retries(settings.retryPolicy(), settings.listener());
    this.warnings = new Warnings(settings.listener());
  }

  public Repository repository(RepositoryName name) {
    return new RemoteRepository(Remote.of(name, this), null);
  }

  Settings settings() {
    return settings;
  }

  Transport transport() {
    return transport;
  }

  Authenticator authenticator() {
    return authenticator;
  }

  Retries retries() {
    return retries;
  }

  Warnings warnings() {
    return warnings;
  }
}
