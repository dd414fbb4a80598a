package dev.referrers.internal.http;

import static dev.referrers.internal.http.Clients.NAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.error.MalformedContentException;
import dev.referrers.error.NotFoundException;
import dev.referrers.repository.Repository;
import dev.referrers.repository.TagsPage;
import dev.referrers.testing.Answer;
import dev.referrers.testing.FakeRegistry;
import dev.referrers.testing.Fault;
import dev.referrers.testing.Route;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ListTagsTest {

  private final FakeRegistry registry = FakeRegistry.start();
  private final Repository repository = Clients.repository(registry);

  @AfterEach
  void stop() {
    registry.close();
  }

  @Test
  void followsTheLinkOfEachPage() throws Exception {
    registry.repository(NAME).pushImage("a");
    registry.repository(NAME).pushImage("z");
    firstPage("{\"name\":\"acme/api\",\"tags\":[\"a\"]}");

    TagsPage first = repository.tags(null);

    assertThat(first.tags()).containsExactly("a");
    assertThat(repository.tags(first.next())).isEqualTo(new TagsPage(List.of("z"), null));
    assertThat(registry.requests().get(1).query()).isEqualTo("last=a&n=1");
  }

  @Test
  void aPageWithoutTagsIsNoEmptyOne() throws Exception {
    registry.repository(NAME).pushImage("a");
    firstPage("{\"name\":\"acme/api\"}");

    assertThatThrownBy(() -> repository.tags(null)).isInstanceOf(MalformedContentException.class);
    assertThat(repository.tags(null).tags()).containsExactly("a");
  }

  @Test
  void aRepositoryThatIsNotThereIsAnError() {
    assertThatThrownBy(() -> repository.tags(null)).isInstanceOf(NotFoundException.class);
  }

  private void firstPage(String json) {
    Answer page = Answer.json(200, json).withHeader("Link", "<?last=a&n=1>; rel=\"next\"");
    registry.fault(Route.TAGS, Fault.answer(page).times(1));
  }
}
