package dev.referrers.internal.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.oci.RepositoryName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChallengedScopeTest {

  private static final RepositoryName API = RepositoryName.parse("acme/api");
  private static final RepositoryName BASE = RepositoryName.parse("acme/base");
  private static final Scope PULL = Scope.pull(API);
  private static final Scope PUSH = Scope.push(API);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        // devcontainers/cli#692: Artifactory says no scope
        "- | repository:acme/api:pull,push",
        "' ' | repository:acme/api:pull,push",
        "repository:acme/api:pull | repository:acme/api:pull,push",
        "repository:acme/api:push,pull | repository:acme/api:push,pull",
        "repository:acme/api:delete | repository:acme/api:delete,pull,push",
        // oras-project/oras-go#650: Artifactory names another repository
        "repository:api:pull | repository:api:pull",
        "repository:acme/api/more:pull | repository:acme/api/more:pull",
        // oras-project/oras-dotnet#395: Amazon ECR Public says something opaque
        "aws | aws",
        "aws repository:acme/api:pull | aws repository:acme/api:pull,push",
        "registry:catalog:* | registry:catalog:*",
        "repository:host:5000/x:pull | repository:host:5000/x:pull",
        "repository: | repository:"
      })
  void registrysWordsComeFirst(String challenged, String asked) {
    assertThat(String.join(" ", ChallengedScope.parse(challenged).toAsk(PUSH))).isEqualTo(asked);
  }

  @Test
  void mountAsksForBothRepositories() {
    Scope mount = PUSH.and(Scope.pull(BASE));

    assertThat(ChallengedScope.parse("repository:acme/api:pull,push").toAsk(mount))
        .containsExactly("repository:acme/api:pull,push", "repository:acme/base:pull");
  }

  @Test
  void foreseesAnotherScopeInOurOwnWords() {
    assertThat(ChallengedScope.parse(null).foresee(PUSH, PULL)).isEqualTo(PUSH.texts());
    assertThat(ChallengedScope.parse("repository:acme/api:pull").foresee(PUSH, PULL))
        .isEqualTo(PUSH.texts());
    assertThat(ChallengedScope.parse("repository:acme/api:pull").foresee(Scope.pull(BASE), PULL))
        .containsExactly("repository:acme/base:pull");
  }

  @Test
  void foreseesOpaqueScopes() {
    assertThat(ChallengedScope.parse("aws").foresee(PUSH, PULL)).containsExactly("aws");
    assertThat(ChallengedScope.parse("repository:acme/api:pull aws").foresee(PUSH, PULL))
        .containsExactly("repository:acme/api:pull,push", "aws");
  }

  @Test
  void foreseesNothingWhereNamesDiffer() {
    ChallengedScope foreign = ChallengedScope.parse("repository:api:pull");

    assertThat(foreign.foresee(PUSH, PULL)).isNull();
    assertThat(foreign.foresee(PULL, PULL)).containsExactly("repository:api:pull");
  }
}
