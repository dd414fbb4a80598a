package dev.referrers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.Doctor.Request;
import dev.referrers.repository.Repository;
import dev.referrers.testing.Behaviour;
import dev.referrers.testing.FakeRegistry;
import dev.referrers.testing.FakeRepository;
import dev.referrers.testing.RegistryRequest;
import dev.referrers.transport.Feature;
import dev.referrers.transport.RegistryProfile;
import dev.referrers.transport.RetryPolicy;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.regex.Pattern;

/** A fake registry with or without an image, and a doctor for it. */
final class DoctorFixture implements AutoCloseable {

  final FakeRegistry registry;
  final FakeRepository stored;
  final Repository repository;
  final Doctor doctor;

  DoctorFixture(Behaviour behaviour) {
    this(behaviour, RegistryProfile.DEFAULT);
  }

  DoctorFixture(Behaviour behaviour, RegistryProfile profile) {
    registry = FakeRegistry.start(behaviour);
    stored = registry.repository("acme/api");
    repository =
        Registry.at(registry.host())
            .allowPlainHttp(registry.host())
            .profile(profile)
            .retryPolicy(RetryPolicy.NEVER)
            .build()
            .repository("acme/api");
    doctor = Doctor.of(repository);
  }

  DoctorFixture withImage() {
    stored.pushImage("v1");
    return this;
  }

  /** The features with this verdict. */
  static List<Feature> features(Diagnosis diagnosis, Finding.Verdict verdict) {
    return diagnosis.findings().stream()
        .filter(finding -> finding.verdict() == verdict)
        .map(Finding::feature)
        .toList();
  }

  static Finding finding(Diagnosis diagnosis, Feature feature) {
    return diagnosis.findings().stream()
        .filter(finding -> finding.feature() == feature)
        .findFirst()
        .orElseThrow();
  }

  /** That the requests are those of the plan, in order; only what is conditional may be missing. */
  void assertAsked(List<Request> plan) {
    var rest = new ArrayDeque<>(plan);
    for (RegistryRequest asked : registry.requests()) {
      while (!rest.isEmpty() && rest.peek().onlyIf() != null && !isFor(asked, rest.peek())) {
        rest.remove();
      }
      assertThat(rest).as(asked.method() + " " + asked.path()).isNotEmpty();
      assertThat(isFor(asked, rest.remove())).as(asked.method() + " " + asked.path()).isTrue();
    }
    assertThat(rest).allMatch(request -> request.onlyIf() != null);
  }

  private static boolean isFor(RegistryRequest asked, Request planned) {
    String pattern =
        Pattern.quote(decoded(planned.path())).replaceAll("<[a-z]+>", "\\\\E[^/?]+\\\\Q");
    boolean withQuery = planned.path().contains("?");
    String path = withQuery ? asked.path() + "?" + asked.query() : asked.path();
    return asked.method().equals(planned.method()) && decoded(path).matches(pattern);
  }

  private static String decoded(String url) {
    return URLDecoder.decode(url, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    registry.close();
  }
}
