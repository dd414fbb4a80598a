package dev.referrers.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkHeaderTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "</v2/a?x=1>; rel=\"next\"",
        "</v2/a?x=1>; rel=next",
        "</v2/a?x=1>;rel=\"next\"",
        "</v2/a?x=1>; REL=\"NEXT\"",
        "</v2/a?x=1>; rel = next",
        "</v2/a?x=1>; title=\"a, b; rel=prev\"; rel=\"next\"",
        "</v2/a?x=1>; rel=\"last next\"",
        "</other>; rel=\"prev\", </v2/a?x=1>; rel=\"next\"",
        "</other>; rel=prev,</v2/a?x=1>;rel=next",
        ", </v2/a?x=1>; rel=\"next\"",
        "</v2/a?x=1>; rel='next'",
      })
  void findsTheNextPage(String header) {
    assertThat(LinkHeader.next(header)).isEqualTo("/v2/a?x=1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "</v2/a>",
        "</v2/a>; rel=\"prev\"",
        "</v2/a>; rel=\"nextish\"",
        "</v2/a>; title=\"; rel=next\"",
        "nonsense",
      })
  void findsNone(String header) {
    assertThat(LinkHeader.next(header)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v2/a; rel=\"next\"",
        "</v2/a; rel=\"next\"",
        "</v2/a>; title=\"x; rel=next",
        "</v2/a> rel=next",
        "</v2/a>; title=a b; rel=next",
      })
  void unreadableHeaderIsNoLastPage(String header) {
    assertThatThrownBy(() -> LinkHeader.next(header))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected <target>; rel=\"next\" but was something else");
  }

  @Test
  void takesCommasInTheTarget() {
    assertThat(LinkHeader.next("</v2/a?x=1,2>; rel=next")).isEqualTo("/v2/a?x=1,2");
  }
}
