package dev.referrers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.CopyReport.Fate;
import dev.referrers.CopyReport.Kind;
import dev.referrers.repository.Repository;
import dev.referrers.support.FakeTime;
import dev.referrers.testing.Auth;
import dev.referrers.testing.Behaviour;
import dev.referrers.testing.Route;
import dev.referrers.transport.Credentials;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The requests of a copy, counted where they arrive. */
@Timeout(60)
class CopyRequestsTest {

  private static final Behaviour API = Behaviour.specified();
  private static final Behaviour TAG = Behaviour.specified().withoutReferrersApi();

  @Test
  void anImageWith100Referrers() throws IOException {
    try (var fixture = withReferrers(API, 100)) {
      fixture.copy("v1");

      assertThat(fixture.from.count(Route.GET_MANIFEST)).isEqualTo(1 + 100);
      assertThat(fixture.from.count(Route.REFERRERS)).isEqualTo(1 + 100);
      assertThat(fixture.from.count(Route.GET_BLOB)).isEqualTo(100 + 2);
      assertThat(fixture.from.count(Route.ANY)).isEqualTo(304);
      assertThat(fixture.to.count(Route.POST_UPLOAD)).isEqualTo(100 + 3);
      assertThat(fixture.to.count(Route.PUT_MANIFEST)).isEqualTo(100 + 1 + 1);
      // is the image there, and are they listed
      assertThat(fixture.to.count(Route.ANY)).isEqualTo(103 + 102 + 2);
    }
  }

  @Test
  void theSameAgain() throws IOException {
    try (var fixture = withReferrers(API, 100)) {
      fixture.copy("v1");
      fixture.resetRequests();

      fixture.copy("v1");

      assertThat(fixture.from.count(Route.ANY)).isEqualTo(1 + 1 + 100 + 100);
      assertThat(fixture.to.count(Route.ANY)).isEqualTo(1 + 1 + 1); // image, list, tag
    }
  }

  @Test
  void oneMoreReferrer() throws IOException {
    try (var fixture = withReferrers(API, 100)) {
      fixture.copy("v1");
      fixture.attach(fixture.image, "one more");
      fixture.resetRequests();

      fixture.copy("v1");

      assertThat(fixture.from.count(Route.GET_BLOB)).isEqualTo(1);
      // image, list, {} and payload, manifest, list again, tag
      assertThat(fixture.to.count(Route.ANY)).isEqualTo(2 + 1 + 1 + 1 + 1);
    }
  }

  @Test
  void targetWithoutApi() throws IOException {
    try (var fixture = withReferrers(TAG, 100)) {
      fixture.copy("v1");

      // is there an API, then the tag: read, written, seen to stay; a bare 404 is asked for twice
      assertThat(fixture.to.count(Route.ANY)).isEqualTo(103 + 102 + 1 + 1 + 3);
    }
  }

  @Test
  void withinARegistryNoByteMoves() throws IOException {
    try (var fixture = withReferrers(API, 10)) {
      CopyReport report = copyWithin(fixture);

      assertThat(fixture.from.count(Route.GET_BLOB)).isZero();
      assertThat(fixture.from.count(Route.POST_UPLOAD)).isEqualTo(13);
      assertThat(report.count(Kind.BLOB, Fate.MOUNTED)).isEqualTo(13);
      assertThat(fixture.from.repository("mirror/api").hasManifest("v1")).isTrue();
    }
  }

  @Test
  void aRegistryThatDoesNotMountIsNotAskedForEach() throws IOException {
    try (var fixture = withReferrers(API, 10)) {
      fixture.from.behave(Behaviour::withoutMount);

      CopyReport report = copyWithin(fixture);

      assertThat(fixture.from.count(Route.POST_UPLOAD)).isEqualTo(1 + 13);
      assertThat(report.count(Kind.BLOB, Fate.COPIED)).isEqualTo(13);
    }
  }

  @Test
  void bearerTokensAreFetchedOnceForEachRepository() throws IOException {
    try (var fixture = withReferrers(API.withAuth(Auth.bearer("tester", "secret")), 10)) {
      Repository target =
          Registry.at(fixture.to.host())
              .allowPlainHttp(fixture.to.host())
              .credentials(Credentials.basic(fixture.to.host(), "tester", "secret"))
              .build()
              .repository("mirror/api");

      Copy.between(fixture.source(), target).time(new FakeTime()).build().copy("v1", "v1");

      assertThat(fixture.to.count(Route.TOKEN)).isLessThanOrEqualTo(2);
    }
  }

  private static CopyFixture withReferrers(Behaviour target, int count) {
    var fixture = new CopyFixture(target);
    for (int number = 0; number < count; number++) {
      fixture.attach(fixture.image, "payload " + number);
    }
    return fixture;
  }

  private static CopyReport copyWithin(CopyFixture fixture) throws IOException {
    Registry registry =
        Registry.at(fixture.from.host()).allowPlainHttp(fixture.from.host()).build();
    return Copy.between(registry.repository("acme/api"), registry.repository("mirror/api"))
        .maxParallel(1)
        .build()
        .copy("v1", "v1");
  }
}
