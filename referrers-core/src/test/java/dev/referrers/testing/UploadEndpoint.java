package dev.referrers.testing;

import dev.referrers.oci.Digest;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code /v2/<name>/blobs/uploads/}: single POST, mount, and uploads in one or several steps. */
final class UploadEndpoint {

  private static final Pattern CONTENT_RANGE = Pattern.compile("(\\d+)-(\\d+)");

  private UploadEndpoint() {}

  static Answer post(Exchange exchange) {
    Digest mounted = Exchange.digest(exchange.query().get("mount"));
    if (mounted != null && exchange.behaviour().mount && mount(exchange, mounted)) {
      return created(exchange, mounted);
    }
    String digest = exchange.query().get("digest");
    if (digest != null && exchange.behaviour().singlePost) {
      return store(exchange, Bytes.of(exchange.body()), digest);
    }
    return begun(exchange, exchange.content().uploads.begin(exchange.repositoryName()));
  }

  static Answer patch(Exchange exchange) {
    return onUpload(
        exchange,
        (upload, range) -> {
          Answer refusal = chunkRefusal(exchange, upload, range);
          if (refusal != null) {
            return refusal;
          }
          upload.append(exchange.body());
          upload.belowMinimum = exchange.body().size() < exchange.behaviour().chunkMinimum;
          return begun(exchange, upload).withHeader("Range", upload.range());
        });
  }

  static Answer put(Exchange exchange) {
    return onUpload(
        exchange,
        (upload, range) -> {
          String digest = exchange.query().get("digest");
          if (digest == null) {
            return Exchange.digestInvalid();
          }
          if (exchange.body().size() > 0) {
            Answer refusal = chunkRefusal(exchange, upload, range);
            if (refusal != null) {
              return refusal;
            }
            upload.append(exchange.body());
          }
          exchange.content().uploads.end(upload);
          return store(exchange, Bytes.of(upload.pieces), digest);
        });
  }

  static Answer status(Exchange exchange) {
    return onUpload(
        exchange,
        (upload, range) ->
            exchange
                .withLocation(Answer.bare(204), upload.location())
                .withHeader("Range", upload.range()));
  }

  static Answer delete(Exchange exchange) {
    return onUpload(
        exchange,
        (upload, range) -> {
          exchange.content().uploads.end(upload);
          return Answer.bare(204);
        });
  }

  private static boolean mount(Exchange exchange, Digest digest) {
    String from = exchange.query().get("from");
    FakeRepository source = from == null ? null : exchange.content().existing(from);
    Bytes content = source == null ? null : source.content(digest);
    if (content != null) {
      exchange.repository().store(digest, content);
    }
    return content != null;
  }

  private static Answer onUpload(
      Exchange exchange, BiFunction<Uploads.Upload, @Nullable String, Answer> action) {
    Uploads.Upload upload =
        exchange
            .content()
            .uploads
            .find(exchange.repositoryName(), exchange.reference(), exchange.query().get("_state"));
    if (upload == null) {
      return Answer.error(404, "BLOB_UPLOAD_UNKNOWN", "blob upload unknown to registry");
    }
    synchronized (upload) {
      return action.apply(upload, exchange.headers().get("Content-Range"));
    }
  }

  private static @Nullable Answer chunkRefusal(
      Exchange exchange, Uploads.Upload upload, @Nullable String contentRange) {
    if (upload.belowMinimum) {
      return Answer.error(400, "SIZE_INVALID", "the chunk before was smaller than the minimum");
    }
    if (contentRange == null) {
      return null;
    }
    Matcher range = CONTENT_RANGE.matcher(contentRange);
    boolean inOrder =
        range.matches()
            && Long.parseLong(range.group(1)) == upload.size
            && Long.parseLong(range.group(2)) == upload.size + exchange.body().size() - 1;
    if (inOrder) {
      return null;
    }
    Answer refusal = Answer.error(416, "BLOB_UPLOAD_INVALID", "chunk is out of order");
    return exchange.withLocation(refusal, upload.location()).withHeader("Range", upload.range());
  }

  private static Answer store(Exchange exchange, Bytes content, String digestText) {
    Digest digest = Exchange.digest(digestText);
    if (digest == null || !content.matches(digest)) {
      return Exchange.digestInvalid();
    }
    exchange.repository().store(digest, content);
    return created(exchange, digest);
  }

  private static Answer created(Exchange exchange, Digest digest) {
    String path = "/v2/" + exchange.repositoryName() + "/blobs/" + digest;
    return exchange.withDigest(exchange.withLocation(Answer.bare(201), path), digest);
  }

  private static Answer begun(Exchange exchange, Uploads.Upload upload) {
    Answer answer = exchange.withLocation(Answer.bare(202), upload.location());
    int minimum = exchange.behaviour().chunkMinimum;
    return minimum == 0
        ? answer
        : answer.withHeader("OCI-Chunk-Min-Length", Integer.toString(minimum));
  }
}
