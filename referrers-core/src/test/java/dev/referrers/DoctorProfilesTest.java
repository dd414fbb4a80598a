package dev.referrers;

import static dev.referrers.transport.Feature.ARTIFACT_TYPE_FILTER;
import static dev.referrers.transport.Feature.CONDITIONAL_TAGS;
import static dev.referrers.transport.Feature.DELETE;
import static dev.referrers.transport.Feature.MOVABLE_TAGS;
import static dev.referrers.transport.Feature.OCI_SUBJECT;
import static dev.referrers.transport.Feature.REFERRERS_API;
import static dev.referrers.transport.Feature.SINGLE_POST;
import static dev.referrers.transport.Feature.TAG_LIST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.Finding.Verdict;
import dev.referrers.testing.Behaviour;
import dev.referrers.testing.ETags;
import dev.referrers.testing.Profiles;
import dev.referrers.transport.Feature;
import dev.referrers.transport.RegistryProfile;
import dev.referrers.transport.RegistryProfile.ReferrersStatus;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What shows of the registries that are known, and that nothing else was asked than planned. */
class DoctorProfilesTest {

  record Known(String name, Behaviour behaviour, List<Feature> yes, List<Feature> no) {

    @Override
    public String toString() {
      return name;
    }
  }

  private static final List<Feature> API =
      List.of(REFERRERS_API, OCI_SUBJECT, ARTIFACT_TYPE_FILTER, SINGLE_POST);

  static Stream<Known> registries() {
    return Stream.of(
        new Known(
            "specified, with ETags",
            Behaviour.specified().withETags(ETags.HONOURED),
            and(API, CONDITIONAL_TAGS, DELETE, MOVABLE_TAGS),
            List.of()),
        new Known(
            "olareg", Profiles.olareg(), and(API, DELETE, MOVABLE_TAGS), List.of(CONDITIONAL_TAGS)),
        new Known("zot", Profiles.zot(), and(API, DELETE, MOVABLE_TAGS), List.of(CONDITIONAL_TAGS)),
        new Known("cue", Profiles.cue(), and(API, DELETE, MOVABLE_TAGS), List.of(CONDITIONAL_TAGS)),
        new Known(
            "go-containerregistry",
            Profiles.goContainerRegistry(),
            List.of(REFERRERS_API, SINGLE_POST, DELETE, MOVABLE_TAGS),
            List.of(OCI_SUBJECT, ARTIFACT_TYPE_FILTER, CONDITIONAL_TAGS)),
        new Known(
            "distribution",
            Profiles.distribution(),
            List.of(DELETE, MOVABLE_TAGS),
            List.of(REFERRERS_API, OCI_SUBJECT, SINGLE_POST, CONDITIONAL_TAGS)),
        new Known(
            "ghcr",
            Profiles.ghcr(),
            List.of(SINGLE_POST, MOVABLE_TAGS),
            List.of(REFERRERS_API, OCI_SUBJECT, CONDITIONAL_TAGS, DELETE)),
        new Known(
            "docker hub",
            Profiles.dockerHub(),
            List.of(SINGLE_POST, MOVABLE_TAGS),
            List.of(REFERRERS_API, OCI_SUBJECT, DELETE)),
        new Known(
            "ecr",
            Profiles.ecr(),
            List.of(OCI_SUBJECT, SINGLE_POST, DELETE, MOVABLE_TAGS),
            List.of(REFERRERS_API, CONDITIONAL_TAGS)),
        new Known(
            "ecr, refusing subjects",
            Profiles.ecrRefusingReferrers(),
            List.of(SINGLE_POST, DELETE, MOVABLE_TAGS),
            List.of(REFERRERS_API, OCI_SUBJECT, CONDITIONAL_TAGS)),
        new Known(
            "harbor 2.7",
            Profiles.harbor27(),
            List.of(SINGLE_POST, DELETE, MOVABLE_TAGS),
            List.of(OCI_SUBJECT, CONDITIONAL_TAGS)),
        new Known(
            "gitea, refusing artefacts",
            Profiles.gitea(),
            List.of(SINGLE_POST),
            List.of(REFERRERS_API)));
  }

  @ParameterizedTest
  @MethodSource("registries")
  void tellsWhatARegistryCanDo(Known known) throws Exception {
    try (var fixture = new DoctorFixture(known.behaviour()).withImage()) {
      Diagnosis diagnosis = fixture.doctor.examineWithWrites();

      assertThat(DoctorFixture.features(diagnosis, Verdict.YES))
          .containsExactlyInAnyOrderElementsOf(and(known.yes(), TAG_LIST));
      assertThat(DoctorFixture.features(diagnosis, Verdict.NO))
          .containsExactlyInAnyOrderElementsOf(known.no());
      fixture.assertAsked(fixture.doctor.planWithWrites());
    }
  }

  @ParameterizedTest
  @MethodSource("registries")
  void leavesNothingBehindOrNamesIt(Known known) throws Exception {
    try (var fixture = new DoctorFixture(known.behaviour()).withImage()) {
      Diagnosis diagnosis = fixture.doctor.examineWithWrites();

      var names =
          fixture.stored.tags().stream().filter(tag -> !tag.equals("v1")).map("tag "::concat);
      var manifests =
          fixture.stored.manifests().stream().skip(1).map(each -> "manifest " + each.digest());
      assertThat(diagnosis.leftBehind())
          .containsExactlyInAnyOrderElementsOf(Stream.concat(names, manifests).toList());
    }
  }

  @ParameterizedTest
  @MethodSource("registries")
  void readsOnlyUnlessToldOtherwise(Known known) throws Exception {
    try (var fixture = new DoctorFixture(known.behaviour()).withImage()) {
      Diagnosis diagnosis = fixture.doctor.examine();

      assertThat(fixture.registry.requests()).allMatch(request -> request.method().equals("GET"));
      assertThat(diagnosis.findings())
          .extracting(Finding::feature)
          .containsExactly(Feature.values());
      fixture.assertAsked(fixture.doctor.plan());
    }
  }

  @ParameterizedTest
  @MethodSource("quays")
  void takesARefusedSubjectOfQuayForNoAnswer(boolean withImage, Verdict api) throws Exception {
    var profile = RegistryProfile.DEFAULT.withReferrersStatus(400, ReferrersStatus.NO_API_NOW);
    try (var fixture = new DoctorFixture(Profiles.quay(), profile)) {
      if (withImage) {
        fixture.withImage();
      }

      Diagnosis diagnosis = fixture.doctor.examineWithWrites();

      assertThat(DoctorFixture.finding(diagnosis, REFERRERS_API).verdict()).isEqualTo(api);
      assertThat(DoctorFixture.finding(diagnosis, OCI_SUBJECT).verdict()).isEqualTo(Verdict.NO);
    }
  }

  static Stream<Arguments> quays() {
    return Stream.of(Arguments.of(true, Verdict.YES), Arguments.of(false, Verdict.UNKNOWN));
  }

  private static List<Feature> and(List<Feature> some, Feature... more) {
    return Stream.concat(some.stream(), Stream.of(more)).toList();
  }
}
