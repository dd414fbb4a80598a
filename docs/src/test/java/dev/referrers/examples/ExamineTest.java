package dev.referrers.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.testing.Auth;
import dev.referrers.testing.FakeRegistry;
import dev.referrers.testing.Route;
import dev.referrers.transport.Feature;
import org.junit.jupiter.api.Test;

class ExamineTest {

  @Test
  void tellsEachCapabilityAndWhatItAsks() {
    try (var registry = FakeRegistry.start()) {
      registry.repository("acme/api").pushImage("v1");

      Run run = Run.of("doctor", registry.host() + "/acme/api", "--plain-http");

      assertThat(run.code()).isZero();
      assertThat(run.lines()).hasSize(Feature.values().length);
      assertThat(run.lines().get(0))
          .startsWith("{\"capability\":\"referrers_api\",\"verdict\":\"yes\",\"evidence\":");
      assertThat(run.diagnostics()).contains("/v2/acme/api/referrers/");
      assertThat(registry.count(Route.PUT_MANIFEST)).isZero();
    }
  }

  @Test
  void findsOutMoreByWritingAndLeavesNothing() {
    try (var registry = FakeRegistry.start()) {
      registry.repository("acme/api").pushImage("v1");

      Run run = Run.of("doctor", registry.host() + "/acme/api", "--plain-http", "--write");

      assertThat(run.code()).isZero();
      assertThat(run.lines())
          .anyMatch(line -> line.contains("\"oci_subject\",\"verdict\":\"yes\""));
      assertThat(registry.repository("acme/api").tags()).containsExactly("v1");
    }
  }

  @Test
  void findingOutNothingIsAnError() {
    try (var registry = FakeRegistry.start()) {
      registry.behave(behaviour -> behaviour.withAuth(Auth.basic("tester", "secret")));

      Run run = Run.of("doctor", registry.host() + "/acme/api", "--plain-http");

      assertThat(run.code()).isEqualTo(2);
      assertThat(run.lines().get(0)).contains("\"verdict\":\"unknown\"").contains("401");
    }
  }

  @Test
  void aRegistryThatIsNotThereIsAnError() {
    var registry = FakeRegistry.start();
    registry.close();

    assertThat(Run.of("doctor", registry.host() + "/acme/api", "--plain-http").code()).isEqualTo(2);
  }
}
