package dev.referrers;

import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Repository;
import dev.referrers.testing.Behaviour;
import dev.referrers.testing.FakeRegistry;
import dev.referrers.testing.FakeRepository;
import dev.referrers.testing.RegistryRequest;
import dev.referrers.transport.Limits;
import dev.referrers.transport.RetryPolicy;
import java.time.Duration;
import java.util.List;

/** A fake registry with one image, and a client of it. */
final class DiscoveryFixture implements AutoCloseable {

  static final String SPDX = "application/spdx+json";
  static final String CYCLONEDX = "application/vnd.cyclonedx+json";

  final FakeRegistry registry;
  final FakeRepository stored;
  final Descriptor image;
  final Repository repository;

  DiscoveryFixture(Behaviour behaviour) {
    this(behaviour, Limits.DEFAULT);
  }

  DiscoveryFixture(Behaviour behaviour, Limits limits) {
    registry = FakeRegistry.start(behaviour);
    stored = registry.repository("acme/api");
    image = stored.pushImage("v1");
    repository =
        Registry.at(registry.host())
            .allowPlainHttp(registry.host())
            .limits(limits)
            .retryPolicy(new RetryPolicy(2, Duration.ofMillis(1), Duration.ofMillis(2)))
            .build()
            .repository("acme/api");
  }

  Referrers referrers() {
    return Referrers.in(repository);
  }

  /** Every request as {@code METHOD endpoint}. */
  List<String> asked() {
    return registry.requests().stream().map(DiscoveryFixture::text).toList();
  }

  private static String text(RegistryRequest request) {
    List<String> path = List.of(request.path().split("/", -1));
    return request.method() + " " + path.get(path.size() - 2);
  }

  static List<Descriptor> descriptors(List<Referrer> referrers) {
    return referrers.stream().map(Referrer::descriptor).toList();
  }

  @Override
  public void close() {
    registry.close();
  }
}
