package dev.referrers.internal.http;

import static dev.referrers.internal.http.Clients.NAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.referrers.error.DigestMismatchException;
import dev.referrers.error.LimitExceededException;
import dev.referrers.error.NotFoundException;
import dev.referrers.error.ResponseException;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.oci.MediaTypes;
import dev.referrers.repository.FetchedManifest;
import dev.referrers.repository.Precondition;
import dev.referrers.repository.PushedManifest;
import dev.referrers.repository.Repository;
import dev.referrers.testing.Answer;
import dev.referrers.testing.DigestHeader;
import dev.referrers.testing.ETags;
import dev.referrers.testing.FakeRegistry;
import dev.referrers.testing.Fault;
import dev.referrers.testing.RegistryRequest;
import dev.referrers.testing.Route;
import dev.referrers.transport.Limits;
import java.util.List;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestCallsTest {

  private final FakeRegistry registry = FakeRegistry.start();
  private final Descriptor image = registry.repository(NAME).pushImage("1.0");
  private final Repository repository = Clients.repository(registry);

  @AfterEach
  void stop() {
    registry.close();
  }

  @Test
  void fetchesByTagAndByDigestInOneRequestEach() throws Exception {
    FetchedManifest byTag = Clients.fetch(repository, "1.0");
    FetchedManifest byDigest = repository.fetch(image.digest().toString());

    assertThat(byTag).isEqualTo(byDigest);
    assertThat(byTag.manifest().descriptor()).isEqualTo(image);
    assertThat(registry.count(Route.ANY)).isEqualTo(2);
  }

  @Test
  void acceptsEveryManifestTypeInOneHeader() throws Exception {
    repository.fetch("1.0");

    RegistryRequest request = registry.requests().get(0);
    assertThat(request.headers().values("Accept"))
        .containsExactly(String.join(", ", MediaTypes.MANIFESTS));
    assertThat(request.headers().get("Accept-Encoding")).isEqualTo("identity");
  }

  @Test
  void missingManifestIsNull() throws Exception {
    assertThat(repository.fetch("2.0")).isNull();
    assertThat(repository.find("2.0")).isNull();
    assertThat(repository.fetch(Digest.sha256(ByteString.EMPTY).toString())).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "MANIFEST_UNKNOWN, true",
    "NAME_UNKNOWN, true",
    "NOT_FOUND, true", // Harbor
    "TAG_EXPIRED, true", // Quay
    "UNAVAILABLE, false"
  })
  void absenceIsDocumentedByItsErrorCode(String code, boolean documented) {
    registry.fault(
        Route.GET_MANIFEST, Fault.answer(Answer.error(404, code, "no such tag")).times(2));

    assertThat(missing("2.0").documented()).isEqualTo(documented);
  }

  /** The registry knows the manifest, or it would not lead to its storage. */
  @Test
  void whatTheStorageHasLostIsNotMissing() {
    try (var storage = FakeRegistry.start()) {
      storage.fault(
          Route.ANY, Fault.answer(Answer.of(404, "application/xml", "<Error/>")).always());
      Answer there = Answer.redirect(307, storage.url() + "/bucket/manifest");
      registry.fault(Route.GET_MANIFEST, Fault.answer(there).always());

      assertThatThrownBy(() -> repository.fetch("1.0"))
          .isInstanceOf(ResponseException.class)
          .hasMessageContaining("/bucket/manifest: 404");
    }
  }

  @Test
  void corruptManifestIsAnError() {
    registry.fault(Route.GET_MANIFEST, Fault.corruptBody().times(2));

    assertThatThrownBy(() -> repository.fetch(image.digest().toString()))
        .isInstanceOf(DigestMismatchException.class)
        .hasMessageStartingWith("Manifest " + image.digest() + " hashed to sha256:");
    assertThatThrownBy(() -> repository.fetch("1.0")).isInstanceOf(DigestMismatchException.class);
  }

  @Test
  void digestHeaderIsCheckedForTagsAndNotNeeded() throws Exception {
    registry.behave(behaviour -> behaviour.withDigestHeader(DigestHeader.ABSENT));
    assertThat(Clients.fetch(repository, "1.0").manifest().digest()).isEqualTo(image.digest());

    registry.behave(behaviour -> behaviour.withDigestHeader(DigestHeader.WRONG));
    assertThatThrownBy(() -> repository.fetch("1.0")).isInstanceOf(DigestMismatchException.class);
    assertThat(repository.fetch(image.digest().toString())).isNotNull();
  }

  @Test
  void findsWithOneHead() throws Exception {
    assertThat(repository.find("1.0")).isEqualTo(image);

    assertThat(registry.requests()).extracting(RegistryRequest::method).containsExactly("HEAD");
  }

  @Test
  void findsWithGetWhereHeadTellsNoDigest() throws Exception {
    registry.behave(behaviour -> behaviour.withDigestHeader(DigestHeader.ABSENT));

    assertThat(repository.find("1.0")).isEqualTo(image);
    assertThat(repository.find(image.digest().toString())).isEqualTo(image);
  }

  @Test
  void oversizedManifestIsAnErrorAndAnIndexMayBeLarger() throws Exception {
    registry.repository(NAME).pushIndex("list", List.of(image));
    var limits = Limits.DEFAULT.withManifestBytes(100);
    Repository limited = Clients.of(registry).limits(limits).build().repository(NAME);

    assertThat(limited.fetch("list")).isNotNull();
    assertThatThrownBy(() -> limited.fetch("1.0"))
        .isInstanceOf(LimitExceededException.class)
        .hasMessage("Manifest 1.0 is longer than 100 bytes (Limits.manifestBytes)");
  }

  @Test
  void manifestsMayHaveFourMebibytesUnlessLimited() {
    assertThat(Limits.DEFAULT.manifestBytes()).isEqualTo(4 * 1024 * 1024);
    assertThat(repository.limits()).isEqualTo(Limits.DEFAULT);
  }

  @Test
  void pushesByDigestWithItsExactTypeAndTellsTheSubject() throws Exception {
    registry.resetRequests();

    PushedManifest pushed = repository.push(referrer());

    assertThat(pushed.acknowledgedSubject()).isEqualTo(image.digest());
    assertThat(registry.repository(NAME).referrers(image.digest())).hasSize(1);
    RegistryRequest request = registry.requests().get(0);
    assertThat(request.headers().get("Content-Type")).isEqualTo(MediaTypes.IMAGE_MANIFEST);
    assertThat(registry.count(Route.ANY)).isEqualTo(1);
  }

  @Test
  void anotherDigestForWhatWasPushedIsAnError() throws Exception {
    assertThat(repository.push(referrer()).manifest()).isEqualTo(referrer().descriptor());
    registry.behave(behaviour -> behaviour.withDigestHeader(DigestHeader.WRONG));

    assertThatThrownBy(() -> repository.push(referrer()))
        .isInstanceOf(DigestMismatchException.class)
        .hasMessageStartingWith("Manifest " + referrer().digest() + " hashed to sha256:");
    assertThatThrownBy(() -> repository.pushTag("2.0", referrer(), Precondition.NONE))
        .isInstanceOf(DigestMismatchException.class);
  }

  @Test
  void manifestOfAnotherSizeThanItsDescriptorIsAnError() throws Exception {
    var other = Descriptor.of(image.mediaType(), image.digest(), image.size() + 1);

    assertThat(repository.fetch(image).descriptor()).isEqualTo(image);
    assertThatThrownBy(() -> repository.fetch(other)).isInstanceOf(DigestMismatchException.class);
  }

  @Test
  void aManifestIsWhatItsBodySaysWhateverTheDescriptorSays() throws Exception {
    var asIndex = Descriptor.of(MediaTypes.IMAGE_INDEX, image.digest(), image.size());

    assertThat(repository.fetch(asIndex).descriptor()).isEqualTo(image);
  }

  @Test
  void tagIsMovedIfUnchanged() throws Exception {
    registry.behave(behaviour -> behaviour.withETags(ETags.HONOURED));
    FetchedManifest before = Clients.fetch(repository, "1.0");

    assertThat(before.version()).isNotNull();
    assertThat(repository.pushTag("1.0", referrer(), Precondition.ABSENT).written()).isFalse();
    assertThat(
            repository
                .pushTag("1.0", referrer(), Precondition.unchanged(before.version()))
                .written())
        .isTrue();
    assertThat(
            repository
                .pushTag("1.0", referrer(), Precondition.unchanged(before.version()))
                .written())
        .isFalse();
  }

  @Test
  void deletesManifestAndTag() throws Exception {
    assertThat(repository.deleteTag("1.0")).isTrue();
    assertThat(repository.deleteTag("1.0")).isFalse();
    assertThat(repository.deleteManifest(image.digest())).isTrue();
    assertThat(repository.deleteManifest(image.digest())).isFalse();
  }

  @Test
  void namesThatAreNoTagsNeverReachTheNetwork() {
    for (String name : new String[] {"..", "../../../other", "a/b", "%2e%2e", "", "sha256:12"}) {
      assertThatThrownBy(() -> repository.fetch(name)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(registry.count(Route.ANY)).isZero();
  }

  private Manifest referrer() {
    Descriptor empty = Descriptor.EMPTY_JSON;
    registry.repository(NAME).pushBlob(ByteString.encodeUtf8("{}"));
    return ImageManifest.builder(empty)
        .artifactType("application/vnd.example")
        .addLayer(empty)
        .subject(image)
        .build();
  }

  private NotFoundException missing(String tag) {
    return catchThrowableOfType(NotFoundException.class, () -> repository.require(tag));
  }
}
