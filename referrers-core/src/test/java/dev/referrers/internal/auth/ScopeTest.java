package dev.referrers.internal.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.oci.RepositoryName;
import org.junit.jupiter.api.Test;

class ScopeTest {

  private static final RepositoryName API = RepositoryName.parse("acme/api");
  private static final RepositoryName BASE = RepositoryName.parse("acme/base");

  @Test
  void namesTheActionsOfTheOperation() {
    assertThat(Scope.pull(API)).hasToString("repository:acme/api:pull");
    assertThat(Scope.push(API)).hasToString("repository:acme/api:pull,push");
    assertThat(Scope.push(API).and(Scope.pull(BASE)))
        .hasToString("repository:acme/api:pull,push repository:acme/base:pull");
  }

  /** gardener/cc-utils#1726, go-containerregistry#724: Keppel wants the delete action itself. */
  @Test
  void deletingNamesDeleteAndNothingElseDoes() {
    assertThat(Scope.delete(API)).hasToString("repository:acme/api:pull,delete");
    assertThat(Scope.push(API).covers(Scope.delete(API))).isFalse();
    assertThat(Scope.push(API).and(Scope.delete(API)))
        .hasToString("repository:acme/api:pull,push,delete");
  }

  @Test
  void pushCoversPullOfTheSameRepository() {
    assertThat(Scope.push(API).covers(Scope.pull(API))).isTrue();
    assertThat(Scope.pull(API).covers(Scope.push(API))).isFalse();
    assertThat(Scope.push(API).covers(Scope.pull(BASE))).isFalse();
    assertThat(Scope.push(API).and(Scope.pull(BASE)).covers(Scope.pull(BASE))).isTrue();
    assertThat(Scope.push(API).covers(Scope.push(API).and(Scope.pull(BASE)))).isFalse();
  }

  @Test
  void orderIsForTheFirstRepositoryOnly() {
    Scope one = Scope.pull(API).and(Scope.pull(BASE));
    Scope other = Scope.pull(BASE).and(Scope.pull(API));

    assertThat(one).isEqualTo(other).hasSameHashCodeAs(other).isNotEqualTo(Scope.pull(API));
    assertThat(one.repository()).isEqualTo(API);
    assertThat(other.repository()).isEqualTo(BASE);
  }
}
