package dev.referrers.testing;

import dev.referrers.oci.Digest;
import java.util.List;
import okhttp3.Headers;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * A request as an endpoint sees it.
 *
 * @param baseUrl of the registry that was asked
 */
record Exchange(
    Behaviour behaviour,
    RegistryContent content,
    String baseUrl,
    Route.Target target,
    String method,
    String path,
    Query query,
    Headers headers,
    ByteString body) {

  String repositoryName() {
    return target.repository();
  }

  /** Where the request wants to write. */
  FakeRepository repository() {
    return content.repository(target.repository());
  }

  /** Where the request wants to read; null when there is nothing. */
  @Nullable FakeRepository existing() {
    return content.existing(target.repository());
  }

  String reference() {
    return target.reference();
  }

  /** The reference as a digest; null when it isn't one. */
  @Nullable Digest digest() {
    return digest(target.reference());
  }

  static @Nullable Digest digest(@Nullable String text) {
    try {
      return text == null ? null : Digest.parse(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** The media types of all Accept headers, without parameters. */
  List<String> accepted() {
    return headers.values("Accept").stream()
        .flatMap(value -> List.of(value.split(",", -1)).stream())
        .map(type -> type.split(";", -1)[0].strip())
        .filter(type -> !type.isEmpty())
        .toList();
  }

  Answer withLocation(Answer answer, String pathAndQuery) {
    String base = behaviour.absoluteLocations ? baseUrl : "";
    return answer.withHeader("Location", base + pathAndQuery);
  }

  Answer withDigest(Answer answer, Digest digest) {
    return switch (behaviour.digestHeader) {
      case RIGHT -> answer.withHeader("Docker-Content-Digest", digest.toString());
      case ABSENT -> answer;
      case WRONG -> answer.withHeader("Docker-Content-Digest", other(digest).toString());
    };
  }

  /** A digest of the same algorithm that differs in each character. */
  static Digest other(Digest digest) {
    var encoded = new StringBuilder(digest.encoded().length());
    digest
        .encoded()
        .chars()
        .forEach(hex -> encoded.append(Character.forDigit(15 - Character.digit(hex, 16), 16)));
    return new Digest(digest.algorithm(), encoded.toString());
  }

  static Answer nameUnknown() {
    return Answer.error(404, "NAME_UNKNOWN", "repository name not known to registry");
  }

  static Answer digestInvalid() {
    return Answer.error(400, "DIGEST_INVALID", "provided digest did not match uploaded content");
  }

  static Answer unsupported() {
    return Answer.error(405, "UNSUPPORTED", "the operation is unsupported");
  }
}
