package dev.referrers.internal.http;

import static java.util.Objects.requireNonNull;

import dev.referrers.Registry;
import dev.referrers.repository.FetchedManifest;
import dev.referrers.repository.Repository;
import dev.referrers.testing.FakeRegistry;
import dev.referrers.transport.Credentials;
import dev.referrers.transport.RetryPolicy;
import java.io.IOException;
import java.time.Duration;

/** Clients of a fake registry, as most tests want them. */
final class Clients {

  static final String NAME = "acme/api";

  /** 3 attempts, nearly without pauses. */
  static final RetryPolicy HASTY = new RetryPolicy(3, Duration.ofMillis(1), Duration.ofMillis(2));

  private Clients() {}

  static Registry.Builder of(FakeRegistry registry) {
    return Registry.at(registry.host())
        .allowPlainHttp("127.0.0.1")
        .credentials(Credentials.anonymous())
        .retryPolicy(HASTY);
  }

  static Repository repository(FakeRegistry registry) {
    return of(registry).build().repository(NAME);
  }

  /** A manifest that has to be there. */
  static FetchedManifest fetch(Repository repository, String tagOrDigest) throws IOException {
    return requireNonNull(repository.fetch(tagOrDigest));
  }
}
