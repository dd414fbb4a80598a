package dev.referrers.bundle.internal.trust;

import java.net.URI;
import java.security.PublicKey;
import java.util.List;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * A log, of certificates or of signatures, and the key that it signs with.
 *
 * @param baseUrl where it is; empty when the trusted root doesn't say
 * @param id what its entries call it
 * @param checkpointKeyId what its checkpoints call its key; the id unless the root says otherwise
 */
public record LogKey(
    String baseUrl, PublicKey key, ByteString id, ByteString checkpointKeyId, Validity validity) {

  /** The log that entries call so, or null. */
  public static @Nullable LogKey find(List<LogKey> logs, ByteString id) {
    return logs.stream()
        .filter(log -> log.id.equals(id) || log.checkpointKeyId.equals(id))
        .findFirst()
        .orElse(null);
  }

  /** Whether the log signed the message. */
  public boolean signed(ByteString message, ByteString signature) {
    return Primitives.SIGNATURES.verifies(key, message, signature);
  }

  /** The host of the base URL, and with its port where it has one. */
  public List<String> hosts() {
    try {
      var url = URI.create(baseUrl);
      return url.getHost() == null ? List.of() : List.of(url.getHost(), url.getAuthority());
    } catch (IllegalArgumentException e) {
      return List.of();
    }
  }

  @Override
  public String toString() {
    return baseUrl.isEmpty() ? "log " + id.base64() : baseUrl;
  }
}
