package dev.referrers.internal.http;

import dev.referrers.error.MalformedContentException;
import dev.referrers.error.RegistryError;
import dev.referrers.json.JsonObjectReader;
import dev.referrers.json.StrictJson;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import okio.ByteString;

/**
 * Reads what a registry says went wrong, whatever {@code Content-Type} it says it in.
 *
 * @see <a
 *     href="https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#error-codes">
 *     distribution-spec, Error Codes</a>
 */
final class ErrorBody {

  static final long MAX_BYTES = 64 << 10;

  private static final int MAX_ERRORS = 32;

  private ErrorBody() {}

  /** Empty when the body is no such document. */
  static List<RegistryError> parse(ByteString body) {
    try {
      return StrictJson.read("Error document", body, ErrorBody::errors).stream()
          .limit(MAX_ERRORS)
          .toList();
    } catch (MalformedContentException e) {
      return List.of();
    }
  }

  private static List<RegistryError> errors(JsonObjectReader object) throws IOException {
    List<RegistryError> errors = List.of();
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      if (name.equals("errors")) {
        errors = object.objects(ErrorBody::error);
      } else {
        object.skip();
      }
    }
    return errors;
  }

  private static RegistryError error(JsonObjectReader object) throws IOException {
    String code = null;
    String message = null;
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      switch (name) {
        case "code" -> code = object.optionalString();
        case "message" -> message = object.optionalString();
        default -> object.skip();
      }
    }
    return new RegistryError(
        Objects.requireNonNullElse(code, ""), Objects.requireNonNullElse(message, ""));
  }
}
