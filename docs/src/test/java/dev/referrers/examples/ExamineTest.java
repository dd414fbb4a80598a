package dev.referrers.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.testing.Answer;
import dev.referrers.testing.Auth;
import dev.referrers.testing.FakeRegistry;
import dev.referrers.testing.Fault;
import dev.referrers.testing.Route;
import dev.referrers.transport.Feature;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
  void aRepositoryThatIsNotThereIsAnErrorUnlessItIsWritten() {
    try (var registry = FakeRegistry.start()) {
      String repo = registry.host() + "/acme/new";

      Run read = Run.of("doctor", repo, "--plain-http");
      Run written = Run.of("doctor", repo, "--plain-http", "--write");

      assertThat(read.code()).isEqualTo(2);
      assertThat(read.diagnostics())
          .endsWith("doctor: Repository acme/new is not in " + registry.host() + "\n");
      assertThat(written.code()).isZero();
    }
  }

  @Test
  void aRepositoryThatCannotBeWrittenIntoBeingIsAnError() {
    try (var registry = FakeRegistry.start()) {
      Answer unknown = Answer.error(404, "NAME_UNKNOWN", "create it first");
      registry.fault(Route.POST_UPLOAD, Fault.answer(unknown).always());
      registry.fault(Route.PUT_MANIFEST, Fault.answer(unknown).always());

      Run run = Run.of("doctor", registry.host() + "/acme/new", "--plain-http", "--write");

      assertThat(run.code()).isEqualTo(2);
      assertThat(run.diagnostics()).contains("doctor: Repository acme/new is not in ");
    }
  }

  @Test
  void aListOfTagsThatIsRefusedHidesNothingElse() {
    try (var registry = FakeRegistry.start()) {
      registry.repository("acme/api").pushImage("v1");
      registry.fault(Route.TAGS, Run.failing(403));

      Run run = Run.of("doctor", registry.host() + "/acme/api", "--plain-http");

      assertThat(run.code()).isZero();
      assertThat(run.lines().get(0)).contains("\"referrers_api\",\"verdict\":\"yes\"");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {":v1", "@sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"})
  void takesARepositoryOnly(String more) {
    Run run = Run.of("doctor", "registry.example/acme/api" + more);

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.diagnostics())
        .startsWith(
            "doctor: needs a repository, without tag or digest: registry.example/acme/api" + more)
        .contains("\nusage: doctor REPO");
  }

  @Test
  void aRegistryThatIsNotThereIsAnError() {
    var registry = FakeRegistry.start();
    registry.close();

    assertThat(Run.of("doctor", registry.host() + "/acme/api", "--plain-http").code()).isEqualTo(2);
  }
}
