package dev.referrers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Set;
import org.junit.jupiter.api.Test;

class ReferrersQueryTest {

  @Test
  void asksWhatListsReferrers() {
    assertThat(ReferrersQuery.ALL.sources())
        .containsExactlyInAnyOrder(Source.REFERRERS_API, Source.REFERRERS_TAG);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ReferrersQuery.ALL.withSources(Set.of(Source.COSIGN_TAG)))
        .withMessage(
            "ReferrersQuery needs sources among [REFERRERS_API, REFERRERS_TAG] but has"
                + " [COSIGN_TAG]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ReferrersQuery.ALL.withSources(Set.of()))
        .withMessage("ReferrersQuery needs a source but has none");
  }
}
