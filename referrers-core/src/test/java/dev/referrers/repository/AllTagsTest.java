package dev.referrers.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.error.LimitExceededException;
import dev.referrers.error.MalformedContentException;
import dev.referrers.transport.Limits;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AllTagsTest {

  private final ScriptedRepository repository = new ScriptedRepository();

  @Test
  void readsToTheLastPage() throws IOException {
    repository.tagsPage("2", "a", "b").tagsPage("3").tagsPage(null, "c");

    assertThat(repository.allTags()).containsExactly("a", "b", "c");
  }

  @Test
  void pagesThatFormALoopAreMalformed() {
    repository.tagsPage("2", "a").tagsPage("3", "b").tagsPage("2", "c");

    assertThatThrownBy(repository::allTags)
        .isInstanceOf(MalformedContentException.class)
        .hasMessageContaining("expected an end but its pages form a loop");
  }

  @Test
  void takesNoMorePagesThanAllowed() throws IOException {
    repository.limits(Limits.DEFAULT.withPages(2)).tagsPage("2", "a").tagsPage("3", "b");

    assertThatThrownBy(repository::allTags)
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("Limits.pages");
    repository.tagsPage("2", "a").tagsPage(null, "b");
    assertThat(repository.allTags()).hasSize(2);
  }

  @Test
  void takesNoMoreTagsThanAllowed() {
    String[] many = new String[Repository.MOST_TAGS];
    Arrays.fill(many, "a");
    repository.tagsPage("2", many).tagsPage(null, "b");

    assertThatThrownBy(repository::allTags)
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("Repository.MOST_TAGS");
  }
}
