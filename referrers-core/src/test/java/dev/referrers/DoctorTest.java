package dev.referrers;

import static dev.referrers.DoctorFixture.finding;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.Finding.Verdict;
import dev.referrers.testing.Answer;
import dev.referrers.testing.Behaviour;
import dev.referrers.testing.Deletion;
import dev.referrers.testing.ETags;
import dev.referrers.testing.Fault;
import dev.referrers.testing.Filtering;
import dev.referrers.testing.OciSubject;
import dev.referrers.testing.Profiles;
import dev.referrers.testing.Route;
import dev.referrers.transport.Feature;
import java.io.InterruptedIOException;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DoctorTest {

  private static final Behaviour ETAGS = Behaviour.specified().withETags(ETags.HONOURED);

  @Test
  void asksAboutAnImageThatIsThere() throws Exception {
    try (var fixture = new DoctorFixture(Behaviour.specified()).withImage()) {
      fixture.stored.tag("sha256-aa", fixture.stored.manifest("v1").digest());

      fixture.doctor.examine();

      var image = fixture.stored.manifest("v1").digest();
      assertThat(fixture.registry.requests(Route.REFERRERS))
          .singleElement()
          .matches(request -> request.path().endsWith("/referrers/" + image));
      assertThat(fixture.registry.requests().get(1).path()).endsWith("/manifests/v1");
    }
  }

  @Test
  void asksAboutADigestOfZerosWhereThereIsNone() throws Exception {
    try (var fixture = new DoctorFixture(Behaviour.specified())) {
      fixture.stored.pushBlob(ByteString.encodeUtf8("{}"));

      fixture.doctor.examine();

      assertThat(fixture.registry.requests(Route.REFERRERS))
          .singleElement()
          .matches(request -> request.path().endsWith("/referrers/sha256:" + "0".repeat(64)));
      fixture.assertAsked(fixture.doctor.plan());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 429, 500, 501, 503})
  void neverTakesAFailureForANo(int status) throws Exception {
    try (var fixture = new DoctorFixture(ETAGS).withImage()) {
      fixture.registry.fault(Route.REFERRERS, Fault.status(status == 501 ? 500 : status).always());
      fixture.registry.fault(
          Route.ANY, Fault.answer(Answer.error(status, "UNSUPPORTED", "no")).always());

      Diagnosis diagnosis = fixture.doctor.examineWithWrites();

      assertThat(diagnosis.findings()).noneMatch(finding -> finding.verdict() == Verdict.YES);
      assertThat(finding(diagnosis, Feature.OCI_SUBJECT).evidence()).contains(": " + status);
      assertThat(DoctorFixture.features(diagnosis, Verdict.NO)).isEmpty();
    }
  }

  @Test
  void goesOnAfterAFailure() throws Exception {
    try (var fixture = new DoctorFixture(ETAGS).withImage()) {
      fixture.registry.fault(Route.TAGS, Fault.status(503));
      fixture.registry.fault(Route.POST_UPLOAD, Fault.status(403));
      fixture.stored.pushBlob(ByteString.encodeUtf8("{}"));

      Diagnosis diagnosis = fixture.doctor.examineWithWrites();

      assertThat(DoctorFixture.features(diagnosis, Verdict.UNKNOWN))
          .containsExactly(Feature.SINGLE_POST, Feature.MOUNT, Feature.TAG_LIST);
      assertThat(finding(diagnosis, Feature.TAG_LIST).evidence()).contains("tags/list: 503");
      assertThat(diagnosis.leftBehind()).isEmpty();
    }
  }

  @Test
  void remembersWhatItLearnt() throws Exception {
    try (var fixture = new DoctorFixture(Profiles.ghcr()).withImage()) {
      fixture.doctor.examineWithWrites();

      var known = fixture.repository.capabilities();
      assertThat(known.lacks(fixture.repository.location(), Feature.REFERRERS_API)).isTrue();
      assertThat(known.supports(fixture.repository.location(), Feature.MOVABLE_TAGS)).isTrue();
      assertThat(known.fact(fixture.repository.location(), Feature.MOUNT)).isNull();
    }
  }

  /** So answers a proxy, traefik's among them, while the registry behind it starts again. */
  @Test
  void remembersNoLackOfTheApiFromAnswersThatShowNoRegistry() throws Exception {
    try (var fixture = new DoctorFixture(Behaviour.specified()).withImage()) {
      fixture.registry.fault(Route.ANY, Fault.status(404).times(9));

      Diagnosis diagnosis = fixture.doctor.examine();

      assertThat(finding(diagnosis, Feature.REFERRERS_API).verdict()).isEqualTo(Verdict.NO);
      assertThat(
              fixture
                  .repository
                  .capabilities()
                  .fact(fixture.repository.location(), Feature.REFERRERS_API))
          .isNull();
    }
  }

  @Test
  void tellsWhatIsKnownOfFeaturesThatItDoesNotAskAbout() throws Exception {
    try (var fixture = new DoctorFixture(Behaviour.specified())) {
      fixture.repository.capabilities().pin(fixture.repository.location(), Feature.MOUNT, false);

      Diagnosis diagnosis = fixture.doctor.examine();

      assertThat(finding(diagnosis, Feature.MOUNT))
          .isEqualTo(new Finding(Feature.MOUNT, Verdict.NO, "pinned"));
      assertThat(finding(diagnosis, Feature.DELETE))
          .isEqualTo(new Finding(Feature.DELETE, Verdict.UNKNOWN, "not asked"));
    }
  }

  @Test
  void takesAnETagForAHintOnly() throws Exception {
    try (var fixture = new DoctorFixture(Profiles.distribution()).withImage()) {
      Diagnosis before = fixture.doctor.examine();
      Diagnosis after = fixture.doctor.examineWithWrites();

      assertThat(finding(before, Feature.CONDITIONAL_TAGS).verdict()).isEqualTo(Verdict.UNKNOWN);
      assertThat(finding(after, Feature.CONDITIONAL_TAGS))
          .isEqualTo(
              new Finding(
                  Feature.CONDITIONAL_TAGS,
                  Verdict.NO,
                  "PUT tag, If-Match of another version: written"));
    }
  }

  @Test
  void seesThroughAClaimedFilter() throws Exception {
    var claimed = Behaviour.specified().withFiltering(Filtering.CLAIMED);
    try (var fixture = new DoctorFixture(claimed)) {
      Diagnosis before = fixture.doctor.examine();
      Diagnosis after = fixture.doctor.examineWithWrites();

      assertThat(finding(before, Feature.ARTIFACT_TYPE_FILTER).verdict()).isEqualTo(Verdict.YES);
      assertThat(finding(after, Feature.ARTIFACT_TYPE_FILTER).verdict()).isEqualTo(Verdict.NO);
    }
  }

  @Test
  void doesNotBelieveAnotherSubject() throws Exception {
    var wrong = Behaviour.specified().withOciSubject(OciSubject.WRONG_DIGEST);
    try (var fixture = new DoctorFixture(wrong)) {
      Diagnosis diagnosis = fixture.doctor.examineWithWrites();

      assertThat(finding(diagnosis, Feature.OCI_SUBJECT))
          .isEqualTo(
              new Finding(
                  Feature.OCI_SUBJECT,
                  Verdict.NO,
                  "PUT manifest: OCI-Subject is another one, sha256:" + "f".repeat(64)));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 409, 412})
  void knowsTagsThatCannotBeMoved(int status) throws Exception {
    var immutable = ETAGS.withImmutableTags(Answer.error(status, "DENIED", "tag is immutable"));
    try (var fixture = new DoctorFixture(immutable)) {
      Diagnosis diagnosis = fixture.doctor.examineWithWrites();

      assertThat(finding(diagnosis, Feature.MOVABLE_TAGS).verdict()).isEqualTo(Verdict.NO);
      assertThat(finding(diagnosis, Feature.CONDITIONAL_TAGS).verdict()).isEqualTo(Verdict.UNKNOWN);
      assertThat(diagnosis.leftBehind()).isEmpty();
    }
  }

  @Test
  void removesByTagWhatItMayRemove() throws Exception {
    var tagsOnly = Behaviour.specified().withDeletion(Deletion.TAGS_ONLY);
    try (var fixture = new DoctorFixture(tagsOnly)) {
      Diagnosis diagnosis = fixture.doctor.examineWithWrites();

      assertThat(finding(diagnosis, Feature.DELETE).verdict()).isEqualTo(Verdict.NO);
      assertThat(diagnosis.leftBehind()).hasSize(3).allMatch(name -> name.startsWith("manifest "));
      assertThat(fixture.stored.tags()).isEmpty();
    }
  }

  @Test
  void namesNothingThatWasNeverMade() throws Exception {
    try (var fixture = new DoctorFixture(Behaviour.specified().withDeletion(Deletion.OFF))) {
      fixture.registry.fault(Route.PUT_MANIFEST, Fault.status(403).always());

      Diagnosis diagnosis = fixture.doctor.examineWithWrites();

      assertThat(diagnosis.leftBehind()).isEmpty();
    }
  }

  @Test
  void removesWhatMayBeThereAfterALostAnswer() throws Exception {
    try (var fixture = new DoctorFixture(Behaviour.specified())) {
      fixture.registry.fault(Route.PUT_MANIFEST, Fault.loseAnswer());

      Diagnosis diagnosis = fixture.doctor.examineWithWrites();

      assertThat(finding(diagnosis, Feature.OCI_SUBJECT).verdict()).isEqualTo(Verdict.UNKNOWN);
      assertThat(fixture.stored.manifests()).isEmpty();
      assertThat(diagnosis.leftBehind()).isEmpty();
    }
  }

  @Test
  void cleansUpWhenInterrupted() {
    try (var fixture = new DoctorFixture(Behaviour.specified())) {
      var interrupted = InterruptingRepository.at("pushTag", fixture.repository);

      assertThatThrownBy(() -> Doctor.of(interrupted).examineWithWrites())
          .isInstanceOf(InterruptedIOException.class);

      assertThat(Thread.interrupted()).isTrue();
      assertThat(fixture.stored.manifests()).isEmpty();
    }
  }

  @Test
  void namesWhatStaysWhenInterrupted() {
    try (var fixture = new DoctorFixture(Profiles.ghcr())) {
      var interrupted = InterruptingRepository.at("pushTag", fixture.repository);

      assertThatThrownBy(() -> Doctor.of(interrupted).examineWithWrites())
          .isInstanceOf(InterruptedIOException.class)
          .hasMessageStartingWith(
              "Interrupted, and left behind in "
                  + fixture.repository.location()
                  + ": manifest sha256:");

      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
