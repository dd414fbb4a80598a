package dev.referrers.internal.http;

import dev.referrers.error.RegistryError;
import dev.referrers.error.RegistryException;
import dev.referrers.internal.net.Urls;
import dev.referrers.repository.ReferrersAnswer.NoApi;
import dev.referrers.transport.RegistryProfile;
import dev.referrers.transport.RegistryProfile.ReferrersStatus;
import java.util.List;
import java.util.Set;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * What the statuses of the referrers endpoint mean for its first page. Registries without the
 * referrers API answer all kinds of things; what may be a failure in passing, or one of
 * authorisation, is never among them.
 */
final class ReferrersAnswers {

  /**
   * 404 by the specification; 405 olareg without its API; 406 Artifactory
   * (google/go-containerregistry#1962); 400 Quay (quay/quay#3071); 501 Gitea.
   */
  private static final Set<Integer> NO_API = Set.of(400, 404, 405, 406, 410, 501);

  private ReferrersAnswers() {}

  /**
   * That there is no API; null when the status is a failure.
   *
   * @param failure the answer, taken for one
   */
  static @Nullable NoApi noApi(
      Answer answer,
      List<RegistryError> errors,
      RegistryException failure,
      RegistryProfile profile) {
    String evidence = evidence(answer, errors);
    ReferrersStatus departing = profile.meaningOf(answer.status());
    if (departing != null) {
      return departing == ReferrersStatus.FAILURE
          ? null
          : new NoApi(evidence, departing == ReferrersStatus.NO_API);
    }
    if (leadsAway(answer)) { // GHCR to github.com (artifacthub/hub#4785)
      return new NoApi(evidence, true);
    }
    if (answer.status() == 401 && answer.headers("WWW-Authenticate").isEmpty()) {
      return new NoApi(evidence, false, failure); // Harbor 2.7 (goharbor/harbor#18305)
    }
    return NO_API.contains(answer.status())
        ? new NoApi(evidence, !isAboutOne(answer, errors))
        : null;
  }

  /** About one subject (Quay wherever it runs, quay/quay#3071) or a repository that may come. */
  private static boolean isAboutOne(Answer answer, List<RegistryError> errors) {
    return answer.status() == 400
        || errors.stream()
            .map(RegistryError::code)
            .anyMatch(code -> code.equals("NAME_UNKNOWN") || code.equals("MANIFEST_UNKNOWN"));
  }

  private static boolean leadsAway(Answer answer) {
    HttpUrl target = Redirects.target(answer);
    return target != null
        && !Urls.sameOrigin(answer.url(), target)
        && !Redirects.isUpgrade(answer.url(), target); // says nothing about the API
  }

  private static String evidence(Answer answer, List<RegistryError> errors) {
    String code = errors.isEmpty() ? "" : " " + errors.get(0).code();
    return "GET referrers: " + answer.status() + code;
  }
}
