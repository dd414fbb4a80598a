package dev.referrers.internal.http;

import static dev.referrers.internal.http.Clients.NAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.error.ForeignHostException;
import dev.referrers.error.LimitExceededException;
import dev.referrers.error.MalformedContentException;
import dev.referrers.error.ResponseException;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.MediaTypes;
import dev.referrers.repository.ReferrersAnswer;
import dev.referrers.repository.ReferrersAnswer.NoApi;
import dev.referrers.repository.ReferrersAnswer.Page;
import dev.referrers.repository.Repository;
import dev.referrers.testing.Answer;
import dev.referrers.testing.FakeRegistry;
import dev.referrers.testing.Fault;
import dev.referrers.testing.Filtering;
import dev.referrers.testing.LinkStyle;
import dev.referrers.testing.Paging;
import dev.referrers.testing.Route;
import dev.referrers.transport.Limits;
import dev.referrers.transport.RegistryProfile;
import dev.referrers.transport.RegistryProfile.ReferrersStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListReferrersTest {

  private static final String TYPE = "application/spdx+json";

  private final FakeRegistry registry = FakeRegistry.start();
  private final Descriptor image = registry.repository(NAME).pushImage("1.0");
  private final Repository repository = Clients.repository(registry);

  @AfterEach
  void stop() {
    registry.close();
  }

  @ParameterizedTest
  @EnumSource
  void followsEveryPageInOrder(LinkStyle style) throws Exception {
    List<Descriptor> referrers = registry.repository(NAME).addReferrers(image, 5, TYPE);
    registry.behave(behaviour -> behaviour.withPaging(Paging.of(2).withLinks(style)));

    assertThat(all()).isEqualTo(referrers);
    assertThat(registry.count(Route.ANY)).isEqualTo(3);
  }

  @Test
  void noReferrersIsAnEmptyPage() throws Exception {
    assertThat(page(null).manifests()).isEmpty();
    registry.behave(behaviour -> behaviour.withNullLists());
    assertThat(page(null).manifests()).isEmpty();
  }

  @Test
  void asksForTheTypeWithItsPlusEncoded() throws Exception {
    registry.repository(NAME).addReferrers(image, 1, TYPE);
    registry.repository(NAME).addReferrers(image, 1, "application/other");

    Page page = (Page) repository.referrers(image.digest(), TYPE, null);

    assertThat(page.filtered()).isTrue();
    assertThat(page.manifests()).hasSize(1);
    assertThat(registry.requests().get(0).query())
        .isEqualTo("artifactType=application%2Fspdx%2Bjson");
  }

  @Test
  void believesNoFilterThatTheRegistryDoesNotClaim() throws Exception {
    registry.behave(behaviour -> behaviour.withFiltering(Filtering.APPLIED_SILENTLY));
    assertThat(page(TYPE).filtered()).isFalse();

    registry.behave(behaviour -> behaviour.withFiltering(Filtering.APPLIED));
    assertThat(page(null).filtered()).isFalse();
    answers(
        Answer.of(200, MediaTypes.IMAGE_INDEX, index(""))
            .withHeader("OCI-Filters-Applied", "x, artifactType "));
    assertThat(page(TYPE).filtered()).isTrue();
  }

  @Test
  void readsTheFiltersOfTheReleaseCandidates() throws Exception {
    String annotations =
        ",\"annotations\":{\"org.opencontainers.referrers.filtersApplied\":\"artifactType\"}";
    answers(Answer.of(200, MediaTypes.IMAGE_INDEX, index(annotations)));

    assertThat(page(TYPE).filtered()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"400,false", "404,true", "405,true", "406,true", "410,true", "501,true"})
  void statusThatMeansNoApi(int status, boolean lasting) throws Exception {
    answers(Answer.status(status));

    assertThat(ask()).isEqualTo(new NoApi("GET referrers: " + status, lasting));
    assertThat(registry.count(Route.ANY)).isEqualTo(1);
  }

  @Test
  void repositoryThatMayStillComeIsNotRemembered() throws Exception {
    answers(Answer.error(404, "NAME_UNKNOWN", "repository name not known to registry"));

    assertThat(ask()).isEqualTo(new NoApi("GET referrers: 404 NAME_UNKNOWN", false));
  }

  @Test
  void subjectThatIsNotKnownSaysNothingAboutOthers() throws Exception {
    answers(Answer.error(404, "MANIFEST_UNKNOWN", "manifest unknown"));

    assertThat(ask()).isEqualTo(new NoApi("GET referrers: 404 MANIFEST_UNKNOWN", false));
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void redirectToAnotherHostMeansNoApiAndIsNotFollowed(int status) throws Exception {
    try (var other = FakeRegistry.start()) {
      answers(Answer.redirect(status, other.url() + "/somewhere"));

      assertThat(ask()).isEqualTo(new NoApi("GET referrers: " + status, true));
      assertThat(other.count(Route.ANY)).isZero();
    }
  }

  @Test
  void redirectWithinTheRegistryIsFollowed() throws Exception {
    registry.fault(
        Route.REFERRERS,
        Fault.answer(
            Answer.redirect(307, "/v2/acme/api/referrers/" + image.digest() + "?moved=1")));

    assertThat(ask()).isInstanceOf(Page.class);
  }

  @Test
  void pageOfHtmlMeansNoApi() throws Exception {
    answers(Answer.html(200));

    assertThat(ask()).isEqualTo(new NoApi("GET referrers: 200 text/html", true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"status\":\"ok\"}", "{\"mediaType\":\"application/x\"}"})
  void otherJsonMeansNoApi(String body) throws Exception {
    answers(Answer.json(200, body));

    assertThat(ask()).isEqualTo(new NoApi("GET referrers: 200 that is no image index", true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "application/json; charset=utf-8",
        "text/plain",
        "application/x+json"
      })
  void indexIsTheListWhateverItsContentType(String contentType) throws Exception {
    registry.repository(NAME).addReferrers(image, 1, TYPE);
    registry.behave(behaviour -> behaviour.withListContentType(contentType));

    assertThat(page(null).manifests()).hasSize(1);
  }

  @Test
  void unauthorizedWithoutAChallengeMayBeARefusal() throws Exception {
    answers(Answer.status(401));

    NoApi answer = (NoApi) ask();

    assertThat(answer.evidence()).isEqualTo("GET referrers: 401");
    assertThat(answer.lasting()).isFalse();
    assertThat(answer.refusal())
        .isInstanceOfSatisfying(
            ResponseException.class, e -> assertThat(e.status()).isEqualTo(401));
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void notAllowedIsAnErrorNotAnEmptyList(int status) {
    answers(Answer.status(status).withHeader("WWW-Authenticate", "Basic realm=\"x\""));

    assertThatThrownBy(this::ask)
        .isInstanceOfSatisfying(
            ResponseException.class, e -> assertThat(e.status()).isEqualTo(status));
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 502, 503, 504})
  void failureInPassingIsTriedAgainAndThenAnError(int status) throws Exception {
    registry.fault(Route.REFERRERS, Fault.status(status).times(2));
    assertThat(ask()).isInstanceOf(Page.class);

    answers(Answer.status(status));
    registry.resetRequests();
    assertThatThrownBy(this::ask).isInstanceOf(ResponseException.class);
    assertThat(registry.count(Route.ANY)).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {418, 409, 451, 204})
  void statusThatNobodyKnowsIsAnError(int status) {
    answers(Answer.status(status));

    assertThatThrownBy(this::ask).isInstanceOf(ResponseException.class);
  }

  @Test
  void profileDecidesOtherwise() throws Exception {
    answers(Answer.status(400));
    var never = RegistryProfile.DEFAULT.withReferrersStatus(400, ReferrersStatus.FAILURE);
    Repository strict = Clients.of(registry).profile(never).build().repository(NAME);
    Repository quay =
        Clients.of(registry).profile(RegistryProfile.of("quay.io")).build().repository(NAME);

    assertThatThrownBy(() -> strict.referrers(image.digest(), null, null))
        .isInstanceOf(ResponseException.class);
    assertThat(quay.referrers(image.digest(), null, null))
        .isEqualTo(new NoApi("GET referrers: 400", false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"manifests\":[{\"digest\":\"nonsense\"}]}", "{\"manifests\":[", "[]", ""})
  void brokenPageIsAnError(String body) {
    answers(Answer.json(200, body));

    assertThatThrownBy(this::ask)
        .isInstanceOf(MalformedContentException.class)
        .hasMessageStartingWith("Referrers list of " + image.digest() + ": ");
  }

  @Test
  void failedLaterPageIsNeverTheEndOfTheList() {
    registry.repository(NAME).addReferrers(image, 5, TYPE);
    for (Answer answer :
        new Answer[] {
          Answer.status(404), Answer.html(200), Answer.json(200, "{}"), Answer.status(401)
        }) {
      registry.behave(behaviour -> behaviour.withPaging(Paging.of(2).withFailureAt(2, answer)));

      assertThatThrownBy(this::all).isInstanceOf(IOException.class);
    }
  }

  @Test
  void linkToAnotherHostIsAnError() throws Exception {
    registry.repository(NAME).addReferrers(image, 5, TYPE);
    try (var other = FakeRegistry.newBuilder().contentOf(registry).start()) {
      registry.behave(behaviour -> behaviour.withPaging(Paging.of(2).withLinksTo(other.url())));

      assertThatThrownBy(this::all)
          .isInstanceOf(ForeignHostException.class)
          .hasMessage(
              "Link of %s leads to %s, which is not followed (a registry behind a proxy needs to"
                  + " know its outside address)",
              registry.url(), other.url());
      assertThat(other.count(Route.ANY)).isZero();
    }
  }

  @Test
  void nextPageOfAnotherRegistryIsRefused() {
    assertThatThrownBy(
            () -> repository.referrers(image.digest(), null, "https://evil.example/v2/x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Next page needs to be one that " + registry.url() + " named");
  }

  @Test
  void oversizedPageIsAnError() {
    registry.repository(NAME).addReferrers(image, 5, TYPE);
    var limits = Limits.DEFAULT.withListingBytes(500);
    Repository limited = Clients.of(registry).limits(limits).build().repository(NAME);

    assertThatThrownBy(() -> limited.referrers(image.digest(), null, null))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageEndingWith("is longer than 500 bytes (Limits.listingBytes)");
  }

  @Test
  void truncatedPageIsReadAgain() throws Exception {
    registry.repository(NAME).addReferrers(image, 5, TYPE);
    registry.fault(Route.REFERRERS, Fault.truncateBody(300));

    assertThat(page(null).manifests()).hasSize(5);
    assertThat(registry.count(Route.ANY)).isEqualTo(2);
  }

  private void answers(Answer answer) {
    registry.behave(behaviour -> behaviour.withReferrersAnswer(answer));
  }

  private ReferrersAnswer ask() throws IOException {
    return repository.referrers(image.digest(), null, null);
  }

  private Page page(@Nullable String artifactType) throws IOException {
    return (Page) repository.referrers(image.digest(), artifactType, null);
  }

  private List<Descriptor> all() throws IOException {
    var all = new ArrayList<Descriptor>();
    String next = null;
    do {
      var page = (Page) repository.referrers(image.digest(), null, next);
      all.addAll(page.manifests());
      next = page.next();
    } while (next != null);
    return all;
  }

  private static String index(String more) {
    return "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[]%s}"
        .formatted(MediaTypes.IMAGE_INDEX, more);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n", "{\"schemaVersion\":2,\"manifests\":[", " {\"a\":"})
  void brokenPageOfNoTypeIsAnError(String body) {
    answers(Answer.of(200, "text/plain", body));

    assertThatThrownBy(this::ask).isInstanceOf(MalformedContentException.class);
  }

  @Test
  void packedPageIsAnError() {
    answers(
        Answer.of(200, "application/octet-stream", ByteString.decodeHex("1f8b08"))
            .withHeader("Content-Encoding", "gzip"));

    assertThatThrownBy(this::ask)
        .isInstanceOf(MalformedContentException.class)
        .hasMessage(
            "Referrers list of "
                + image.digest()
                + ": expected plain bytes but their Content-Encoding is \"gzip\"");
  }

  @Test
  void errorDocumentIsAnErrorWhateverItsStatus() {
    answers(Answer.error(200, "TOOMANYREQUESTS", "slow down"));

    assertThatThrownBy(this::ask)
        .isInstanceOfSatisfying(
            ResponseException.class, e -> assertThat(e.hasCode("TOOMANYREQUESTS")).isTrue());
  }

  /** What answers there is not the registry, so it has said nothing about its API. */
  @Test
  void redirectFromHttpToHttpsIsAnErrorThatSaysSo() {
    String https = "https://127.0.0.1:1";
    answers(Answer.redirect(308, https + "/v2/acme/api/referrers/x"));

    assertThatThrownBy(this::ask)
        .isInstanceOf(ForeignHostException.class)
        .hasMessage(
            "Redirect of %s leads to %s, which is not followed (it wants https, so leave out"
                + " Registry.Builder.allowPlainHttp)",
            registry.url(), https);
  }
}
