package dev.referrers.testing;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/** {@code GET /v2/<name>/tags/list}. */
final class TagsEndpoint {

  private TagsEndpoint() {}

  static Answer list(Exchange exchange) {
    FakeRepository repository = exchange.existing();
    if (repository == null) {
      return Exchange.nameUnknown();
    }
    String last = exchange.query().get("last", "");
    int limit;
    try {
      limit = Integer.parseInt(exchange.query().get("n", Integer.toString(Integer.MAX_VALUE)));
    } catch (NumberFormatException e) {
      return Answer.error(400, "UNSUPPORTED", "n is not a number");
    }
    SortedSet<String> rest = repository.tags().tailSet(last + '\0');
    List<String> page = rest.stream().limit(Math.max(limit, 0)).toList();
    Answer answer =
        Answer.json(200, Json.write(Map.of("name", exchange.repositoryName(), "tags", page)));
    if (page.isEmpty() || page.size() == rest.size()) {
      return answer;
    }
    return answer.withHeader(
        "Link",
        "</v2/%s/tags/list?n=%d&last=%s>; rel=\"next\""
            .formatted(exchange.repositoryName(), limit, Query.encoded(page.get(page.size() - 1))));
  }
}
