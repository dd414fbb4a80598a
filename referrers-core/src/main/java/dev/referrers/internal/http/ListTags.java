package dev.referrers.internal.http;

import dev.referrers.error.NotFoundException;
import dev.referrers.internal.concurrent.Deadline;
import dev.referrers.json.JsonObjectReader;
import dev.referrers.json.StrictJson;
import dev.referrers.repository.TagsPage;
import java.io.IOException;
import java.util.List;
import okhttp3.HttpUrl;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** {@code GET /v2/<name>/tags/list}. */
final class ListTags {

  private final Remote remote;

  ListTags(Remote remote) {
    this.remote = remote;
  }

  /**
   * @param next as a page before gave it; null for the first
   */
  TagsPage run(@Nullable String next, Deadline deadline) throws IOException {
    HttpUrl url = next == null ? remote.endpoint().tags() : remote.endpoint().page(next);
    Outgoing request = Outgoing.of("GET", url, remote.pull()).header("Accept", "application/json");
    return remote.call(request, deadline, this::read);
  }

  private TagsPage read(Answer answer) throws IOException {
    if (answer.status() == 404) {
      throw new NotFoundException("Repository " + remote.name(), remote.settings().registry());
    }
    if (answer.status() != 200) {
      throw remote.failure(answer);
    }
    String what = "List of tags of " + remote.location();
    ByteString content =
        answer.body(what, remote.settings().limits().listingBytes(), "Limits.listingBytes");
    HttpUrl next = LinkHeader.next(answer);
    List<String> tags = StrictJson.read(what, content, ListTags::tags);
    return new TagsPage(tags, next == null ? null : next.toString());
  }

  private static List<String> tags(JsonObjectReader object) throws IOException {
    List<String> tags = null;
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      if (name.equals("tags")) {
        tags = object.strings();
      } else {
        object.skip();
      }
    }
    return object.required("tags", tags);
  }
}
