package dev.referrers.testing.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.oci.Descriptor;
import dev.referrers.oci.MediaTypes;
import dev.referrers.testing.Answer;
import dev.referrers.testing.ErrorBody;
import dev.referrers.testing.FakeRegistry;
import dev.referrers.testing.FakeRepository;
import dev.referrers.testing.Fault;
import dev.referrers.testing.Route;
import dev.referrers.testing.conformance.BareClient.Reply;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FaultsTest {

  private static final String TAG = "/v2/acme/api/manifests/1.0";

  private final FakeRegistry registry = FakeRegistry.start();
  private final FakeRepository api = registry.repository("acme/api");
  private final BareClient client = new BareClient(registry);
  private final Descriptor image = api.pushImage("1.0");

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void strikesOnceAndOnItsRouteOnly() {
    registry.fault(Route.GET_MANIFEST, Fault.answer(Answer.status(503).withRetryAfter("7")));

    assertThat(client.head(TAG).status()).isEqualTo(200);
    Reply struck = client.get(TAG);
    assertThat(struck.status()).isEqualTo(503);
    assertThat(struck.header("Retry-After")).isEqualTo("7");
    assertThat(client.get(TAG).status()).isEqualTo(200);
  }

  @Test
  void countsTimesEveryAndAfter() {
    registry.fault(Route.ANY, Fault.status(500).times(2));
    assertThat(statuses(4)).containsExactly(500, 500, 200, 200);

    registry.fault(Route.ANY, Fault.status(500).every(3));
    assertThat(statuses(6)).containsExactly(200, 200, 500, 200, 200, 500);

    registry.clearFaults();
    registry.fault(Route.ANY, Fault.status(500).after(1));
    assertThat(statuses(3)).containsExactly(200, 500, 200);
    registry.fault(Route.ANY, Fault.status(500).always());
    assertThat(statuses(3)).containsOnly(500);
  }

  @Test
  void strikesThePathThatFits() {
    registry.fault(Route.GET_MANIFEST, path -> path.endsWith("/2.0"), Fault.status(500));

    assertThat(client.get(TAG).status()).isEqualTo(200);
    assertThat(client.get("/v2/acme/api/manifests/2.0").status()).isEqualTo(500);
  }

  @Test
  void lostAnswerComesAfterTheDeed() {
    registry.fault(Route.PUT_MANIFEST, Fault.loseAnswer());

    assertThatThrownBy(this::putIndex).isInstanceOf(IOException.class);

    assertThat(api.tags()).contains("index");
    assertThat(registry.requests(Route.PUT_MANIFEST).get(0).status()).isEqualTo(201);
  }

  @Test
  void resetComesBeforeTheDeed() {
    registry.fault(Route.PUT_MANIFEST, Fault.reset());

    assertThatThrownBy(this::putIndex).isInstanceOf(IOException.class);

    assertThat(api.tags()).doesNotContain("index");
    assertThat(registry.requests(Route.PUT_MANIFEST).get(0).status()).isZero();
  }

  @Test
  void stallNeverAnswers() {
    registry.fault(Route.ANY, Fault.stall());
    var impatient = BareClient.HTTP.newBuilder().readTimeout(Duration.ofMillis(50)).build();

    assertThatThrownBy(() -> new BareClient(impatient, registry).exchange("GET", TAG, null))
        .isInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void bodyIsCutShort() {
    registry.fault(Route.GET_MANIFEST, Fault.truncateBody(10));

    assertThatThrownBy(() -> client.exchange("GET", TAG, null))
        .hasMessageContaining("unexpected end of stream");
  }

  @Test
  void bodyIsCorrupted() {
    registry.fault(Route.GET_MANIFEST, Fault.corruptBody());

    ByteString body = client.get(TAG).bytes();

    assertThat(body.size()).isEqualTo((int) image.size());
    assertThat(image.digest().matches(body)).isFalse();
  }

  @Test
  void delayAndLatencyTakeTime() {
    registry.fault(Route.ANY, Fault.delay(Duration.ofMillis(40)));
    registry.behave(behaviour -> behaviour.withLatency(Duration.ofMillis(20)));
    long start = System.nanoTime();

    assertThat(client.get(TAG).status()).isEqualTo(200);

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(60));
  }

  @Test
  void errorsAreWrittenAsTold() {
    String unknown = "/v2/acme/api/manifests/2.0";

    registry.behave(behaviour -> behaviour.withErrorBody(ErrorBody.PLAIN));
    assertThat(client.get(unknown).header("Content-Type")).isEqualTo("text/plain");
    registry.behave(behaviour -> behaviour.withErrorBody(ErrorBody.HTML));
    assertThat(client.get(unknown).text()).startsWith("<!DOCTYPE html>");
    assertThat(client.get("/v2/").header("Content-Type")).isEqualTo("application/json");
  }

  private List<Integer> statuses(int count) {
    var statuses = new ArrayList<Integer>();
    for (int i = 0; i < count; i++) {
      statuses.add(client.get(TAG).status());
    }
    return statuses;
  }

  private void putIndex() throws IOException {
    String index = "{\"schemaVersion\":2,\"manifests\":[]}";
    client.exchange(
        "PUT",
        "/v2/acme/api/manifests/index",
        ByteString.encodeUtf8(index),
        "Content-Type",
        MediaTypes.IMAGE_INDEX);
  }
}
