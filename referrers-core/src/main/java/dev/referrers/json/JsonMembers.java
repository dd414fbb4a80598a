package dev.referrers.json;

import java.io.IOException;

/**
 * Writes the members of one JSON object.
 *
 * @param <T> what is written
 */
@FunctionalInterface
public interface JsonMembers<T> {

  void write(T value, JsonObjectWriter object) throws IOException;
}
