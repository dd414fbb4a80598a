package dev.referrers.testing;

import dev.referrers.oci.Digest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/** {@code /v2/<name>/blobs/<digest>}. */
final class BlobEndpoint {

  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");

  private BlobEndpoint() {}

  static Answer get(Exchange exchange) {
    FakeRepository repository = exchange.existing();
    Digest digest = exchange.digest();
    if (digest == null) {
      return Exchange.digestInvalid();
    }
    Bytes content = repository == null ? null : repository.content(digest);
    if (content == null) {
      return unknown();
    }
    Behaviour behaviour = exchange.behaviour();
    if (behaviour.blobRedirect != null && exchange.method().equals("GET")) {
      return Answer.redirect(307, behaviour.blobRedirect + exchange.path() + "?signature=secret");
    }
    Answer answer =
        exchange.withDigest(
            new Answer(200, Headers.of("Content-Type", "application/octet-stream"), content),
            digest);
    return behaviour.ranges ? ranged(answer, exchange.headers().get("Range")) : answer;
  }

  static Answer delete(Exchange exchange) {
    Digest digest = exchange.digest();
    if (digest == null) {
      return Exchange.digestInvalid();
    }
    Deletion deletion = exchange.behaviour().deletion;
    if (deletion == Deletion.OFF || deletion == Deletion.TAGS_ONLY) {
      return Exchange.unsupported();
    }
    FakeRepository repository = exchange.existing();
    return repository != null && repository.deleteBlob(digest) ? Answer.bare(202) : unknown();
  }

  private static Answer ranged(Answer whole, @Nullable String header) {
    Answer answer = whole.withHeader("Accept-Ranges", "bytes");
    Matcher range = RANGE.matcher(header == null ? "" : header);
    if (!range.matches()) {
      return answer;
    }
    long size = whole.body().size();
    long first = Long.parseLong(range.group(1));
    String end = range.group(2);
    long last = end.isEmpty() ? size - 1 : Math.min(Long.parseLong(end), size - 1);
    if (first > last) {
      return Answer.error(416, "SIZE_INVALID", "range is outside of the blob")
          .withHeader("Content-Range", "bytes */" + size);
    }
    return new Answer(206, answer.headers(), whole.body().range(first, last - first + 1))
        .withHeader("Content-Range", "bytes " + first + "-" + last + "/" + size);
  }

  private static Answer unknown() {
    return Answer.error(404, "BLOB_UNKNOWN", "blob unknown to registry");
  }
}
