package dev.referrers.testing;

import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A request that a {@link FakeRegistry} got.
 *
 * @param path still percent-encoded, as it came
 * @param query still percent-encoded, without the question mark; null when there is none
 * @param headers as they came, credentials included
 * @param bodySize bytes
 * @param status of the answer; also of an answer that a fault lost; 0 when the request wasn't
 *     processed
 * @param connection counts the connections from 0
 */
public record RegistryRequest(
    Route route,
    String method,
    String path,
    @Nullable String query,
    Headers headers,
    long bodySize,
    int status,
    int connection) {

  /** The decoded value of a query parameter, or null. */
  public @Nullable String parameter(String name) {
    return query == null ? null : Query.parse(query).get(name);
  }
}
