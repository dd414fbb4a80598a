package dev.referrers.testing;

import dev.referrers.oci.Annotations;
import dev.referrers.oci.Digest;
import dev.referrers.oci.MediaTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** {@code GET /v2/<name>/referrers/<digest>}. */
final class ReferrersEndpoint {

  private final Exchange exchange;
  private final Behaviour behaviour;

  private ReferrersEndpoint(Exchange exchange) {
    this.exchange = exchange;
    this.behaviour = exchange.behaviour();
  }

  static Answer list(Exchange exchange) {
    Answer instead = exchange.behaviour().referrersAnswer;
    return instead == null ? new ReferrersEndpoint(exchange).list() : instead;
  }

  private Answer list() {
    Digest subject = exchange.digest();
    if (subject == null) {
      return Answer.error(400, "DIGEST_INVALID", "not a digest: " + exchange.reference());
    }
    FakeRepository repository = exchange.existing();
    if (repository == null && behaviour.unknownRepositoryAnswer != null) {
      return behaviour.unknownRepositoryAnswer;
    }
    if ((repository == null || !repository.hasManifest(subject.toString()))
        && behaviour.unknownSubjectAnswer != null) {
      return behaviour.unknownSubjectAnswer;
    }
    Cursor cursor = Cursor.of(exchange.query());
    if (cursor == null) {
      return Answer.error(400, "UNSUPPORTED", "no such page");
    }
    Paging paging = behaviour.paging;
    if (paging.failure != null && cursor.page() == paging.failAt) {
      return paging.failure;
    }
    List<Referrer> entries =
        repository == null ? List.of() : matching(repository.listing(subject), cursor.filter());
    return page(entries, cursor);
  }

  private List<Referrer> matching(List<Referrer> listing, @Nullable String artifactType) {
    boolean filter =
        behaviour.filtering == Filtering.APPLIED
            || behaviour.filtering == Filtering.APPLIED_SILENTLY;
    return listing.stream()
        .filter(this::isVisible)
        .filter(entry -> !filter || artifactType == null || artifactType.equals(listedType(entry)))
        .toList();
  }

  private boolean isVisible(Referrer entry) {
    boolean seenOftenEnough = entry.listings().getAndIncrement() >= behaviour.listingLag;
    return seenOftenEnough
        && System.nanoTime() - entry.pushedAt() >= behaviour.listingDelay.toNanos();
  }

  private Answer page(List<Referrer> entries, Cursor cursor) {
    Paging paging = behaviour.paging;
    int from = Math.min(cursor.offset(), entries.size());
    int to = (int) Math.min((long) from + paging.size, entries.size());
    Answer answer = Answer.of(200, behaviour.listContentType, index(entries.subList(from, to)));
    if (cursor.filter() != null
        && (behaviour.filtering == Filtering.APPLIED || behaviour.filtering == Filtering.CLAIMED)) {
      answer = answer.withHeader("OCI-Filters-Applied", "artifactType");
    }
    if (paging.loopAt == cursor.page()) {
      return answer.withHeader("Link", link(new Cursor(1, 0, cursor.filter())));
    }
    return to == entries.size()
        ? answer
        : answer.withHeader(
            "Link", link(new Cursor(cursor.page() + 1, to - paging.overlap, cursor.filter())));
  }

  private ByteString index(List<Referrer> entries) {
    Map<String, Object> index = Manifests.head(MediaTypes.IMAGE_INDEX);
    var manifests = new ArrayList<Map<String, Object>>(entries.size());
    for (Referrer entry : entries) {
      Annotations annotations =
          behaviour.listedAnnotations ? entry.descriptor().annotations() : Annotations.NONE;
      manifests.add(Manifests.descriptor(entry.descriptor(), listedType(entry), annotations));
    }
    if (manifests.isEmpty() && behaviour.nullLists) {
      return ByteString.encodeUtf8(
          "{\"schemaVersion\":2,\"mediaType\":\""
              + MediaTypes.IMAGE_INDEX
              + "\",\"manifests\":null}");
    }
    index.put("manifests", manifests);
    return Manifests.bytes(index);
  }

  private @Nullable String listedType(Referrer entry) {
    return switch (behaviour.listedType) {
      case SPECIFIED -> entry.descriptor().artifactType();
      case CONFIG_MEDIA_TYPE -> entry.configMediaType();
      case ABSENT -> null;
    };
  }

  private String link(Cursor next) {
    String query = "?next=" + next.token();
    String path = exchange.path() + query;
    String host = Objects.requireNonNullElse(behaviour.paging.host, exchange.baseUrl());
    return switch (behaviour.paging.style) {
      case PATH -> "<" + path + ">; rel=\"next\"";
      case ABSOLUTE -> "<" + host + path + ">; rel=\"next\"";
      case QUERY -> "<" + query + ">; rel=\"next\"";
      case UNQUOTED -> "<" + path + ">; rel=next";
      case TIGHT -> "<" + path + ">;rel=\"next\"";
    };
  }

  /**
   * Where a page begins.
   *
   * @param page counted from 1
   */
  private record Cursor(int page, int offset, @Nullable String filter) {

    static @Nullable Cursor of(Query query) {
      String token = query.get("next");
      if (token == null) {
        return new Cursor(1, 0, query.get("artifactType"));
      }
      ByteString decoded = ByteString.decodeBase64(token);
      String[] parts = decoded == null ? new String[0] : decoded.utf8().split(" ", 3);
      if (parts.length < 3) {
        return null;
      }
      return new Cursor(
          Integer.parseInt(parts[0]),
          Integer.parseInt(parts[1]),
          parts[2].isEmpty() ? null : parts[2]);
    }

    String token() {
      String text = page + " " + offset + " " + Objects.requireNonNullElse(filter, "");
      return ByteString.encodeUtf8(text).base64Url().replace("=", "");
    }
  }
}
