package dev.referrers.internal.http;

import dev.referrers.internal.net.PlainHttp;
import dev.referrers.internal.store.SafeListener;
import dev.referrers.transport.Capabilities;
import dev.referrers.transport.Credentials;
import dev.referrers.transport.Limits;
import dev.referrers.transport.RegistryListener;
import dev.referrers.transport.RegistryProfile;
import dev.referrers.transport.RetryPolicy;
import java.time.Duration;
import okhttp3.HttpUrl;

/**
 * All that is decided about a client of one registry.
 *
 * @param registry {@code host[:port]} as people write it, {@code docker.io} for Docker Hub
 * @param base where that is reached
 * @param timeout of one operation, unless it moves a blob
 * @param transferTimeout of one operation that moves a blob
 * @param chunkBytes size of the chunks in which larger blobs are uploaded; 0 for in one piece
 */
public record Settings(
    String registry,
    HttpUrl base,
    PlainHttp plainHttp,
    Credentials credentials,
    Limits limits,
    RetryPolicy retryPolicy,
    RegistryListener listener,
    Capabilities capabilities,
    RegistryProfile profile,
    Duration timeout,
    Duration transferTimeout,
    int maxRequests,
    long chunkBytes) {

  public Settings {
    listener = new SafeListener(listener);
  }
}
