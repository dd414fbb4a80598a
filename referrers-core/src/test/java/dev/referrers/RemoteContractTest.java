package dev.referrers;

import dev.referrers.repository.Repository;
import dev.referrers.testing.Behaviour;
import dev.referrers.testing.ETags;
import dev.referrers.testing.FakeRegistry;
import org.junit.jupiter.api.AfterEach;

class RemoteContractTest extends PublishingContract {

  private final FakeRegistry registry =
      FakeRegistry.start(Behaviour.specified().withETags(ETags.HONOURED));

  private final Repository repository =
      Registry.at(registry.host()).allowPlainHttp(registry.host()).build().repository("acme/api");

  @Override
  Repository repository() {
    return repository;
  }

  @AfterEach
  void close() {
    registry.close();
  }
}
