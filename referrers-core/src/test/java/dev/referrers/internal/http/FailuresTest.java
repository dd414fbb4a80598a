package dev.referrers.internal.http;

import static dev.referrers.internal.http.Clients.NAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.referrers.Registry;
import dev.referrers.error.ConnectionException;
import dev.referrers.error.RegistryError;
import dev.referrers.error.ResponseException;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Blob;
import dev.referrers.repository.Precondition;
import dev.referrers.repository.Repository;
import dev.referrers.testing.Answer;
import dev.referrers.testing.Deletion;
import dev.referrers.testing.FakeRegistry;
import dev.referrers.testing.Fault;
import dev.referrers.testing.Route;
import dev.referrers.transport.Credentials;
import dev.referrers.transport.RetryPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import okio.ByteString;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FailuresTest {

  private final FakeRegistry registry = FakeRegistry.start();
  private final Descriptor image = registry.repository(NAME).pushImage("1.0");
  private final Repository repository = Clients.repository(registry);

  @AfterEach
  void stop() {
    registry.close();
  }

  @Test
  void tellsWhatTheRegistrySaidWhateverTypeItSaidItIn() {
    String body =
        "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"no\\u001b[31m\",\"detail\":{\"a\":[1]}},"
            + "{\"code\":\"OTHER\"}]}";
    registry.fault(
        Route.GET_MANIFEST,
        Fault.answer(Answer.of(403, "text/plain", body).withHeader("X-Request-Id", "r-17")));

    var e = failure(() -> repository.fetch("1.0"));

    assertThat(e)
        .hasMessage(
            "GET %s/v2/acme/api/manifests/1.0: 403 DENIED: no?[31m (no credentials are known for"
                + " %s)",
            registry.host(), registry.host());
    assertThat(e.errors())
        .containsExactly(new RegistryError("DENIED", "no?[31m"), new RegistryError("OTHER", ""));
    assertThat(e.requestId()).isEqualTo("r-17");
  }

  @Test
  void bodyThatIsNoErrorDocumentIsLeftOut() {
    for (Answer answer :
        new Answer[] {
          Answer.html(418),
          Answer.json(418, "{\"errors\":\"x\"}"),
          Answer.json(418, "{\"errors\":[{\"code\":1}]}"),
          Answer.of(418, "text/plain", "x".repeat(1 << 20)),
        }) {
      registry.fault(Route.GET_MANIFEST, Fault.answer(answer));

      assertThat(failure(() -> repository.fetch("1.0")))
          .hasMessage("GET " + registry.host() + "/v2/acme/api/manifests/1.0: 418");
    }
  }

  @Test
  void bombOfHeadersIsAConnectionFailure() {
    registry.fault(
        Route.GET_MANIFEST,
        Fault.answer(Answer.status(200).withHeader("X-Bomb", "x".repeat(300_000))).always());

    assertThat(catchThrowableOfType(ConnectionException.class, () -> repository.fetch("1.0")))
        .hasMessageStartingWith("GET " + registry.host() + "/v2/acme/api/manifests/1.0: ");
  }

  @Test
  void queryIsNotTold() {
    registry.fault(
        Route.POST_UPLOAD,
        Fault.answer(
            Answer.status(202)
                .withHeader("Location", "/v2/acme/api/blobs/uploads/x?_state=secret")));
    registry.fault(Route.PUT_UPLOAD, Fault.status(400));

    assertThat(failure(() -> repository.pushBlob(blob())))
        .hasMessage("PUT " + registry.host() + "/v2/acme/api/blobs/uploads/x: 400");
  }

  @Test
  void deletionThatIsSwitchedOff() {
    registry.behave(behaviour -> behaviour.withDeletion(Deletion.OFF));

    assertThat(failure(() -> repository.deleteManifest(image.digest())).remedy())
        .isEqualTo("the registry does not delete through its API, or has it switched off");
  }

  @Test
  void tagThatCannotBeMoved() throws Exception {
    var manifest = Clients.fetch(repository, "1.0").manifest();
    for (Answer answer :
        new Answer[] {
          Answer.error(403, "DENIED", "tag is immutable"),
          Answer.error(400, "TAG_INVALID", "The image tag already exists"),
          Answer.status(409)
        }) {
      registry.fault(Route.PUT_MANIFEST, Fault.answer(answer));

      assertThat(failure(() -> repository.pushTag("1.0", manifest, Precondition.NONE)).remedy())
          .isEqualTo("the tag can't be moved, the repository's tags are immutable");
    }
  }

  @Test
  void manifestThatIsNotTaken() throws Exception {
    assertThat(remedyOf(400, "MANIFEST_INVALID"))
        .isEqualTo(
            "the registry may not know artifactType or the empty config, then"
                + " ReferrerPublisher.Builder.plainManifestWhenRefused helps");
    assertThat(remedyOf(404, "MANIFEST_BLOB_UNKNOWN"))
        .isEqualTo(
            "a blob that it names is not there; distribution 2.x answers so too when the subject"
                + " is a Docker manifest");
    assertThat(remedyOf(413, "SIZE_INVALID")).isEqualTo("the registry takes nothing of this size");
    assertThat(remedyOf(404, "NAME_UNKNOWN"))
        .isEqualTo("the repository is not there; some registries want it created first");
    assertThat(remedyOf(400, "DIGEST_INVALID")).isNull();
  }

  private @Nullable String remedyOf(int status, String code) throws Exception {
    var manifest = Clients.fetch(repository, "1.0").manifest();
    registry.fault(Route.PUT_MANIFEST, Fault.answer(Answer.error(status, code, "refused")));
    return failure(() -> repository.push(manifest)).remedy();
  }

  private static ResponseException failure(ThrowingCallable call) {
    return catchThrowableOfType(ResponseException.class, call);
  }

  private static Blob blob() {
    return Blob.of("text/plain", ByteString.encodeUtf8("hello"));
  }

  @Test
  void statusLineThatIsNoneForgesNoLog() throws Exception {
    try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      new Thread(() -> answerOnce(server, "\u001b[2J\u0007 200 OK \r\n\r\n")).start();
      Repository odd =
          Registry.at("127.0.0.1:" + server.getLocalPort())
              .allowPlainHttp("127.0.0.1")
              .credentials(Credentials.anonymous())
              .retryPolicy(RetryPolicy.NEVER)
              .build()
              .repository(NAME);

      var e = catchThrowableOfType(ConnectionException.class, () -> odd.fetch("1.0"));

      assertThat(e).hasMessageEndingWith("Unexpected status line: ?[2J? 200 OK ");
      assertThat(e.getCause()).hasMessageEndingWith("Unexpected status line: ?[2J? 200 OK ");
    }
  }

  private static void answerOnce(ServerSocket server, String answer) {
    try (var socket = server.accept()) {
      socket.getInputStream().read(new byte[1 << 12]);
      socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
