package dev.referrers.json;

import java.io.IOException;

/**
 * Reads one JSON object: asks for names until there is none, and consumes the value after each.
 *
 * @param <T> what the object becomes
 */
@FunctionalInterface
public interface JsonBody<T> {

  T read(JsonObjectReader object) throws IOException;
}
