package dev.referrers.testing.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.oci.MediaTypes;
import dev.referrers.testing.Answer;
import dev.referrers.testing.Behaviour;
import dev.referrers.testing.FakeRegistry;
import dev.referrers.testing.FakeRepository;
import dev.referrers.testing.Filtering;
import dev.referrers.testing.LinkStyle;
import dev.referrers.testing.ListedType;
import dev.referrers.testing.OciSubject;
import dev.referrers.testing.Paging;
import dev.referrers.testing.conformance.BareClient.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReferrersListTest {

  private static final String SBOM = "application/spdx+json";
  private static final String VEX = "application/vex";
  private static final Pattern DIGEST = Pattern.compile("\"digest\":\"([^\"]+)\"");

  private final FakeRegistry registry = FakeRegistry.start();
  private final FakeRepository api = registry.repository("acme/api");
  private final BareClient client = new BareClient(registry);
  private final Descriptor image = api.pushImage("1.0");
  private final String path = "/v2/acme/api/referrers/" + image.digest();

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void listsInPushOrderWithTypeAndAnnotations() {
    List<Descriptor> added = api.addReferrers(image, 3, SBOM);

    Reply list = client.get(path);

    assertThat(list.status()).isEqualTo(200);
    assertThat(list.header("Content-Type")).isEqualTo(MediaTypes.IMAGE_INDEX);
    assertThat(digests(list)).isEqualTo(digests(added));
    assertThat(list.text())
        .contains("\"artifactType\":\"" + SBOM + "\"", "\"annotations\":{\"number\":\"2\"}");
  }

  @Test
  void nothingAttachedIsAnEmptyListAlsoInARepositoryThatIsNew() {
    assertThat(client.get(path).text()).contains("\"manifests\":[]");
    assertThat(client.get("/v2/acme/new/referrers/" + image.digest()).status()).isEqualTo(200);
    assertThat(client.get("/v2/acme/api/referrers/sha256:0").status()).isEqualTo(400);

    registry.behave(Behaviour::withNullLists);
    assertThat(client.get(path).text()).contains("\"manifests\":null");
  }

  @Test
  void pushSaysOciSubjectAndLists() {
    Reply pushed = pushReferrer();

    assertThat(pushed.header("OCI-Subject")).isEqualTo(image.digest().toString());
    assertThat(api.referrers(image.digest())).hasSize(1);
    assertThat(pushReferrer(OciSubject.TRUE)).isEqualTo("true");
    assertThat(pushReferrer(OciSubject.WRONG_DIGEST))
        .startsWith("sha256:")
        .isNotEqualTo(image.digest().toString());
    assertThat(pushReferrer(OciSubject.ABSENT)).isEmpty();
  }

  @Test
  void pushToARegistryWithoutTheApiIsListedNowhere() {
    registry.behave(Behaviour::withoutReferrersApi);

    assertThat(pushReferrer().header("OCI-Subject")).isEmpty();
    assertThat(client.get(path).status()).isEqualTo(404);
  }

  @Test
  void indexWithASubjectIsAReferrerWithoutType() {
    String index =
        "{\"schemaVersion\":2,\"manifests\":[],\"subject\":{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}}"
            .formatted(image.mediaType(), image.digest(), image.size());
    api.pushManifest(MediaTypes.IMAGE_INDEX, ByteString.encodeUtf8(index));

    assertThat(api.referrers(image.digest()).get(0).artifactType()).isNull();
    assertThat(client.get(path).text())
        .contains(MediaTypes.IMAGE_INDEX)
        .doesNotContain("artifactType");
  }

  @Test
  void filterIsAppliedAndSaid() {
    api.addReferrers(image, 2, SBOM);
    api.addReferrers(image, 1, VEX);

    Reply filtered = client.get(path + "?artifactType=application%2Fspdx%2Bjson");

    assertThat(digests(filtered)).hasSize(2);
    assertThat(filtered.header("OCI-Filters-Applied")).isEqualTo("artifactType");
    assertThat(client.get(path).header("OCI-Filters-Applied")).isEmpty();
  }

  @Test
  void rawPlusIsASpaceAndMatchesNothing() {
    api.addReferrers(image, 2, SBOM);

    Reply filtered = client.get(path + "?artifactType=application/spdx+json");

    assertThat(digests(filtered)).isEmpty();
    assertThat(filtered.header("OCI-Filters-Applied")).isEqualTo("artifactType");
  }

  @Test
  void filterIsSilentIgnoredOrOnlyClaimed() {
    api.addReferrers(image, 2, SBOM);
    api.addReferrers(image, 1, VEX);

    assertThat(filtered(Filtering.APPLIED_SILENTLY)).isEqualTo("1 ");
    assertThat(filtered(Filtering.IGNORED)).isEqualTo("3 ");
    assertThat(filtered(Filtering.CLAIMED)).isEqualTo("3 artifactType");
  }

  @Test
  void entriesLackWhatTheyAreToldTo() {
    api.addReferrers(image, 1, SBOM);

    registry.behave(behaviour -> behaviour.withListedType(ListedType.CONFIG_MEDIA_TYPE));
    assertThat(client.get(path).text()).contains(MediaTypes.EMPTY_JSON).doesNotContain(SBOM);
    registry.behave(
        behaviour -> behaviour.withListedType(ListedType.ABSENT).withoutListedAnnotations());
    assertThat(client.get(path).text()).doesNotContain("artifactType", "annotations");
  }

  @ParameterizedTest
  @EnumSource
  void pagesAreLinkedInEveryStyle(LinkStyle style) {
    List<Descriptor> added = api.addReferrers(image, 5, SBOM);
    registry.behave(behaviour -> behaviour.withPaging(Paging.of(2).withLinks(style)));

    assertThat(follow(path)).isEqualTo(digests(added));
    assertThat(registry.requests()).hasSize(3);
  }

  @Test
  void filterIsKeptByTheLink() {
    api.addReferrers(image, 3, VEX);
    List<Descriptor> added = api.addReferrers(image, 3, SBOM);
    registry.behave(behaviour -> behaviour.withPaging(Paging.of(2)));

    assertThat(follow(path + "?artifactType=application%2Fspdx%2Bjson")).isEqualTo(digests(added));
  }

  @Test
  void pagesOverlap() {
    List<String> added = digests(api.addReferrers(image, 5, SBOM));
    registry.behave(behaviour -> behaviour.withPaging(Paging.of(3).withOverlap(1)));

    assertThat(follow(path))
        .containsExactly(
            added.get(0), added.get(1), added.get(2), added.get(2), added.get(3), added.get(4));
  }

  @Test
  void pageFailsLoopsAndLeadsElsewhere() {
    api.addReferrers(image, 5, SBOM);
    Paging pages = Paging.of(2);

    registry.behave(behaviour -> behaviour.withPaging(pages.withFailureAt(2, Answer.html(200))));
    assertThat(client.get(next(client.get(path))).text()).startsWith("<!DOCTYPE html>");
    registry.behave(behaviour -> behaviour.withPaging(pages.withLoopAt(2)));
    Reply second = client.get(next(client.get(path)));
    assertThat(digests(client.get(next(second)))).isEqualTo(digests(client.get(path)));
    registry.behave(behaviour -> behaviour.withPaging(pages.withLinksTo("http://other.example")));
    assertThat(next(client.get(path))).startsWith("http://other.example/v2/acme/api/referrers/");
  }

  @Test
  void endpointAnswersInstead() {
    registry.behave(behaviour -> behaviour.withReferrersAnswer(Answer.redirect(303, "http://x.y")));
    assertThat(client.get(path).header("Location")).isEqualTo("http://x.y");
    registry.behave(
        behaviour ->
            behaviour
                .withReferrersApi()
                .withUnknownSubjectAnswer(Answer.status(400))
                .withUnknownRepositoryAnswer(Answer.error(404, "NAME_UNKNOWN", "new")));
    assertThat(client.get(path).status()).isEqualTo(200);
    assertThat(client.get("/v2/acme/new/referrers/" + image.digest()).status()).isEqualTo(404);
    Digest other = Digest.sha256(ByteString.EMPTY);
    assertThat(client.get("/v2/acme/api/referrers/" + other).status()).isEqualTo(400);
  }

  @Test
  void listingLags() {
    registry.behave(behaviour -> behaviour.withListingLag(2));
    pushReferrer();

    assertThat(digests(client.get(path))).isEmpty();
    assertThat(digests(client.get(path))).isEmpty();
    assertThat(digests(client.get(path))).hasSize(1);
  }

  @Test
  void pushedReferrerIsLost() {
    registry.behave(behaviour -> behaviour.withDroppedReferrers(1));

    assertThat(pushReferrer().status()).isEqualTo(201);
    assertThat(digests(client.get(path))).isEmpty();
  }

  @Test
  void anyEntryCanBeListed() {
    Descriptor dangling =
        Descriptor.of(MediaTypes.IMAGE_MANIFEST, Digest.sha256(ByteString.EMPTY), 7);
    api.list(image.digest(), dangling);

    assertThat(digests(client.get(path))).containsExactly(dangling.digest().toString());
  }

  @Test
  void tenThousandReferrersArePagedThrough() {
    api.addReferrers(image, 10_000, SBOM);
    registry.behave(behaviour -> behaviour.withPaging(Paging.of(1000)));

    assertThat(follow(path)).hasSize(10_000).doesNotHaveDuplicates();
  }

  private Reply pushReferrer() {
    Descriptor arranged =
        registry.repository("acme/template").addReferrer(image, SBOM, Annotations.NONE);
    ByteString manifest =
        registry.repository("acme/template").manifest(arranged.digest().toString()).bytes();
    api.pushBlob(ByteString.encodeUtf8("{}"));
    return client.put(
        "/v2/acme/api/manifests/" + arranged.digest(),
        manifest,
        "Content-Type",
        MediaTypes.IMAGE_MANIFEST);
  }

  private String pushReferrer(OciSubject header) {
    registry.behave(behaviour -> behaviour.withOciSubject(header));
    return pushReferrer().header("OCI-Subject");
  }

  private String filtered(Filtering filtering) {
    registry.behave(behaviour -> behaviour.withFiltering(filtering));
    Reply list = client.get(path + "?artifactType=" + VEX);
    return digests(list).size() + " " + list.header("OCI-Filters-Applied");
  }

  private List<String> follow(String first) {
    var all = new ArrayList<String>();
    Reply page = client.get(first);
    all.addAll(digests(page));
    while (!page.header("Link").isEmpty()) {
      page = client.get(next(page));
      all.addAll(digests(page));
    }
    return all;
  }

  private String next(Reply page) {
    String link = page.header("Link");
    String target = link.substring(1, link.indexOf('>'));
    return target.startsWith("?") ? path + target : target;
  }

  private static List<String> digests(Reply list) {
    return DIGEST.matcher(list.text()).results().map(match -> match.group(1)).toList();
  }

  private static List<String> digests(List<Descriptor> descriptors) {
    return descriptors.stream().map(descriptor -> descriptor.digest().toString()).toList();
  }
}
