package dev.referrers;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.Publication.ListedBy;
import dev.referrers.attestation.Artifact;
import dev.referrers.attestation.Attestation;
import dev.referrers.internal.tag.ReferrersTag;
import dev.referrers.manifest.ImageIndex;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.repository.Blob;
import dev.referrers.repository.FetchedManifest;
import dev.referrers.repository.Repository;
import dev.referrers.support.FakeTime;
import dev.referrers.testing.Auth;
import dev.referrers.testing.Behaviour;
import dev.referrers.testing.ErrorBody;
import dev.referrers.testing.FakeRegistry;
import dev.referrers.testing.Fault;
import dev.referrers.testing.Route;
import dev.referrers.transport.Credentials;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The requests of a publication, counted where they arrive. */
@Timeout(60)
class PublishRequestsTest {

  private static final String NAME = "acme/api";
  private static final Behaviour TAG = Behaviour.specified().withoutReferrersApi();

  private final FakeTime time = new FakeTime();
  private final FakeRegistry registry = FakeRegistry.start();
  private final Descriptor image = registry.repository(NAME).pushImage("1.0");

  @AfterEach
  void stop() {
    registry.close();
  }

  @Test
  void api() throws IOException {
    var publisher = publisher();

    assertThat(countOf(publisher, "1")).isEqualTo(3 + 1);
    assertThat(countOf(publisher, "2")).isEqualTo(2);
    assertThat(registry.repository(NAME).tags()).containsExactly("1.0");
  }

  @Test
  void apiWithoutSinglePost() throws IOException {
    registry.behave(Behaviour::withoutSinglePost);
    var publisher = publisher();

    assertThat(countOf(publisher, "1")).isEqualTo(5 + 1);
    assertThat(countOf(publisher, "2")).isEqualTo(3);
  }

  @Test
  void apiWithBearerTokens() throws IOException {
    registry.behave(behaviour -> behaviour.withAuth(Auth.bearer("tester", "secret")));
    var publisher = publisher();

    assertThat(countOf(publisher, "1")).isEqualTo(5 + 1);
    assertThat(countOf(publisher, "2")).isEqualTo(2);
  }

  @Test
  void tag() throws IOException {
    registry.behave(behaviour -> TAG);
    var publisher = publisher();

    assertThat(countOf(publisher, "1")).isEqualTo(6 + 1);
    assertThat(countOf(publisher, "2")).isEqualTo(4 + 1);
  }

  @Test
  void tagWhereA404HasNoErrorDocument() throws IOException {
    registry.behave(behaviour -> TAG.withErrorBody(ErrorBody.PLAIN));
    var publisher = publisher();

    assertThat(countOf(publisher, "1")).isEqualTo(6 + 1 + 1);
    assertThat(countOf(publisher, "2")).isEqualTo(4 + 1);
  }

  @Test
  void a404OfALoadBalancerLosesNothing() throws IOException {
    registry.behave(behaviour -> TAG);
    publisher().publish(image, sbom("1"));
    registry.fault(Route.GET_MANIFEST, Fault.status(404).times(3));

    publisher().publish(image, sbom("2"));

    assertThat(listed()).hasSize(2);
  }

  @Test
  void manyInOneCallOnTheTag() throws IOException {
    registry.behave(behaviour -> TAG);
    var publisher = publisher();
    publisher.publish(image, sbom("0"));
    registry.resetRequests();

    publisher.publishAll(image, IntStream.range(1, 201).mapToObj(n -> sbom("" + n)).toList());

    assertThat(registry.count(Route.ANY)).isEqualTo(2 * 200 + 3);
    assertThat(listed()).hasSize(201);
  }

  @Test
  void sixteenCallersOnTheApi() throws Exception {
    var publisher = publisher();

    sixteenPublish200(() -> publisher);

    // a blob and a manifest each, and the empty config; and since no promise is taken for the fact
    // before one was seen kept, the listing after the first publication to a repository
    assertThat(registry.count(Route.ANY)).isEqualTo(2 * 200 + 1 + 1);
  }

  @Test
  void sixteenCallersOnTheTag() throws Exception {
    registry.behave(behaviour -> TAG);
    var publisher = publisher();

    Set<Digest> acknowledged = sixteenPublish200(() -> publisher);

    assertThat(registry.count(Route.ANY)).isLessThanOrEqualTo(470);
    assertThat(listed()).containsExactlyInAnyOrderElementsOf(acknowledged);
  }

  @Test
  void sixteenCallersWithClientsOfTheirOwnLoseNothing() throws Exception {
    registry.behave(behaviour -> TAG);

    Set<Digest> acknowledged = sixteenPublish200(this::publisher);

    assertThat(listed()).containsExactlyInAnyOrderElementsOf(acknowledged);
  }

  @Test
  void everyTenthAnswerA429() throws IOException {
    registry.fault(Route.ANY, Fault.status(429).every(10).always());
    var publisher = publisher();

    for (int n = 0; n < 10; n++) {
      assertThat(publisher.publish(image, sbom("" + n)).listedBy())
          .isEqualTo(ListedBy.REFERRERS_API);
    }
  }

  @Test
  void whatIsAcknowledgedIsListedThoughEverySecondWriteOfATagIsDropped() throws IOException {
    registry.behave(behaviour -> TAG.withDroppedTagWrites(2));
    var publisher = publisher();

    for (int n = 0; n < 4; n++) {
      Publication done = publisher.publish(image, sbom("" + n));
      assertThat(listed()).contains(done.manifest().digest());
    }
  }

  private int countOf(ReferrerPublisher publisher, String content) throws IOException {
    registry.resetRequests();
    publisher.publish(image, sbom(content));
    return registry.count(Route.ANY);
  }

  private Set<Digest> sixteenPublish200(Supplier<ReferrerPublisher> publishers) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(16);
    Set<Digest> acknowledged = ConcurrentHashMap.newKeySet();
    List<Future<?>> callers = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      int caller = i;
      ReferrerPublisher publisher = publishers.get();
      callers.add(
          threads.submit(
              () -> {
                for (int n = caller; n < 200; n += 16) {
                  acknowledged.add(publisher.publish(image, sbom("" + n)).manifest().digest());
                }
                return null;
              }));
    }
    for (Future<?> caller : callers) {
      caller.get();
    }
    threads.shutdown();
    assertThat(acknowledged).hasSize(200);
    return acknowledged;
  }

  private ReferrerPublisher publisher() {
    return ReferrerPublisher.into(client()).time(time).build();
  }

  private Repository client() {
    return Registry.at(registry.host())
        .allowPlainHttp("127.0.0.1")
        .credentials(Credentials.basic(registry.host(), "tester", "secret"))
        .build()
        .repository(NAME);
  }

  private List<Digest> listed() throws IOException {
    FetchedManifest found = client().fetch(ReferrersTag.of(image.digest()));
    return ((ImageIndex) requireNonNull(found).manifest())
        .manifests().stream().map(Descriptor::digest).toList();
  }

  private static Attestation sbom(String content) {
    String type = "application/spdx+json";
    return Attestation.of(Artifact.of(type, Blob.of(type, ByteString.encodeUtf8(content))));
  }
}
