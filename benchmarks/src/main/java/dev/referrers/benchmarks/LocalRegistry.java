package dev.referrers.benchmarks;

import dev.referrers.Registry;
import dev.referrers.repository.Repository;
import dev.referrers.testing.Behaviour;
import dev.referrers.testing.FakeRegistry;

/** A registry in this process and a client of it. */
final class LocalRegistry implements AutoCloseable {

  final FakeRegistry server;
  final Repository repository;

  LocalRegistry(Behaviour behaviour) {
    server = FakeRegistry.start(behaviour);
    repository =
        Registry.at(server.host()).allowPlainHttp(server.host()).build().repository("acme/api");
  }

  @Override
  public void close() {
    server.close();
  }
}
