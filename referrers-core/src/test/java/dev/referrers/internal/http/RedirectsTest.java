package dev.referrers.internal.http;

import static dev.referrers.internal.http.Clients.NAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.Registry;
import dev.referrers.error.ForeignHostException;
import dev.referrers.error.LimitExceededException;
import dev.referrers.error.ResponseException;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Blob;
import dev.referrers.repository.Repository;
import dev.referrers.testing.Answer;
import dev.referrers.testing.FakeRegistry;
import dev.referrers.testing.Fault;
import dev.referrers.testing.Route;
import dev.referrers.transport.Credentials;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RedirectsTest {

  private static final Blob BLOB = Blob.of("text/plain", ByteString.encodeUtf8("hello"));

  private final FakeRegistry registry = FakeRegistry.start();
  private final Descriptor image = registry.repository(NAME).pushImage("1.0");
  private final FakeRegistry other = FakeRegistry.newBuilder().contentOf(registry).start();
  private final Repository repository = Clients.repository(registry);

  @AfterEach
  void stop() {
    registry.close();
    other.close();
  }

  @Test
  void manifestMayLieOnAnotherHost() throws Exception {
    String path = "/v2/acme/api/manifests/1.0";
    registry.fault(Route.GET_MANIFEST, Fault.answer(Answer.redirect(302, other.url() + path)));

    assertThat(Clients.fetch(repository, "1.0").manifest().descriptor()).isEqualTo(image);
    assertThat(other.count(Route.GET_MANIFEST)).isEqualTo(1);
  }

  @Test
  void redirectsWithoutEndAreAnError() {
    String path = "/v2/acme/api/manifests/1.0";
    registry.fault(Route.GET_MANIFEST, Fault.answer(Answer.redirect(307, path)).always());

    assertThatThrownBy(() -> repository.fetch("1.0"))
        .isInstanceOf(LimitExceededException.class)
        .hasMessage(
            "Redirect chain of GET %s%s is longer than 5 redirects (Limits.redirects)",
            registry.host(), path);
    assertThat(registry.count(Route.ANY)).isEqualTo(6);
  }

  @Test
  void writesAndDeletionsAreNotRedirectedToAnotherHost() {
    for (int status : new int[] {301, 302, 303, 307, 308}) {
      var answer = Answer.redirect(status, other.url() + "/v2/acme/api/blobs/uploads/");
      registry.fault(Route.POST_UPLOAD, Fault.answer(answer));
      registry.fault(Route.DELETE_MANIFEST, Fault.answer(answer));
      registry.fault(Route.TAGS, Fault.answer(answer));

      assertThatThrownBy(() -> repository.pushBlob(BLOB))
          .isInstanceOf(ForeignHostException.class)
          .hasMessage(
              "Redirect of %s leads to %s, which is not followed (only content may lie elsewhere)",
              registry.url(), other.url());
      assertThatThrownBy(() -> repository.deleteManifest(image.digest()))
          .isInstanceOf(ForeignHostException.class);
      assertThatThrownBy(() -> repository.tags(null)).isInstanceOf(ForeignHostException.class);
    }
    assertThat(other.count(Route.ANY)).isZero();
  }

  @Test
  void writeIsRedirectedWithinTheRegistryIfItStaysAWrite() throws Exception {
    String path = "/v2/acme/api/blobs/uploads/?moved=1&digest=" + BLOB.descriptor().digest();
    registry.fault(Route.POST_UPLOAD, Fault.answer(Answer.redirect(307, path)));
    repository.pushBlob(BLOB);
    assertThat(repository.hasBlob(BLOB.descriptor().digest())).isTrue();

    registry.fault(Route.POST_UPLOAD, Fault.answer(Answer.redirect(302, path)));
    assertThatThrownBy(() -> repository.pushBlob(BLOB)).isInstanceOf(ResponseException.class);
  }

  @Test
  void plainHostIsReachedOnlyIfNamed() {
    Repository named =
        Registry.at(registry.host())
            .allowPlainHttp(registry.host())
            .credentials(Credentials.anonymous())
            .build()
            .repository(NAME);
    registry.fault(
        Route.GET_MANIFEST, Fault.answer(Answer.redirect(302, other.url() + "/elsewhere")));

    assertThatThrownBy(() -> named.fetch("1.0"))
        .isInstanceOf(ForeignHostException.class)
        .hasMessageEndingWith("(Registry.Builder.allowPlainHttp names hosts without TLS)");
    assertThat(other.count(Route.ANY)).isZero();
  }

  @Test
  void nothingLeadsFromHttpsToHttp() throws Exception {
    var server = Certificates.server();
    try (var secure = FakeRegistry.newBuilder().tls(server.sslSocketFactory()).start()) {
      secure.repository(NAME).pushBlob(ByteString.encodeUtf8("hello"));
      secure.behave(behaviour -> behaviour.withBlobRedirect(other.url()));
      Repository strict =
          Registry.at(secure.host())
              .allowPlainHttp(other.host())
              .credentials(Credentials.anonymous())
              .httpClient(Certificates.trusting())
              .build()
              .repository(NAME);

      assertThatThrownBy(() -> strict.openBlob(BLOB.descriptor()))
          .isInstanceOf(ForeignHostException.class)
          .hasMessageStartingWith("Redirect of " + secure.url() + " leads to " + other.url());
      secure.fault(
          Route.POST_UPLOAD,
          Fault.answer(
              Answer.status(202).withHeader("Location", other.url() + "/v2/acme/api/upload")));
      assertThatThrownBy(() -> strict.pushBlob(BLOB))
          .isInstanceOf(ForeignHostException.class)
          .hasMessageStartingWith("Location of " + secure.url() + " leads to " + other.url());
      assertThat(other.count(Route.ANY)).isZero();
    }
  }

  @Test
  void uploadMayGoToAnotherHostWithoutCredentials() throws Exception {
    Repository known =
        Clients.of(registry)
            .credentials(Credentials.registryToken(registry.host(), "token"))
            .build()
            .repository(NAME);
    registry.fault(
        Route.POST_UPLOAD,
        Fault.answer(
            Answer.status(202).withHeader("Location", other.url() + "/v2/acme/api/x?a=1")));
    other.fault(Route.ANY, Fault.answer(Answer.status(201)));

    known.pushBlob(BLOB);

    assertThat(registry.requests().get(0).headers().get("Authorization")).isNotNull();
    assertThat(other.requests().get(0).headers().get("Authorization")).isNull();
    assertThat(other.requests().get(0).query())
        .isEqualTo("a=1&digest=" + BLOB.descriptor().digest());
  }
}
