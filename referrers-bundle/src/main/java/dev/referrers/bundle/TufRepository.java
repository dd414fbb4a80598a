package dev.referrers.bundle;

import dev.referrers.bundle.ServiceClient.Service;
import dev.referrers.bundle.internal.sigstore.TufClient;
import dev.referrers.error.SigningServiceException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import okio.ByteString;

/**
 * Where a sigstore instance keeps its trusted root and signing config up to date: a TUF repository,
 * which is trusted by a root that the caller has. Every call looks for newer metadata, a few
 * requests of at most 30 seconds each. Immutable; of calls with one cache, from one process or
 * several, run one at a time.
 *
 * @see <a href="https://theupdateframework.github.io/specification/latest/">TUF specification</a>
 */
public final class TufRepository {

  private static final String PUBLIC_GOOD = "https://tuf-repo-cdn.sigstore.dev";
  private static final String TRUSTED_ROOT = "trusted_root.json";
  private static final String SIGNING_CONFIG = "signing_config.v0.2.json";
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final Service mirror;
  private final ByteString root;
  private final Path cache;
  private final Clock clock;

  private TufRepository(Service mirror, ByteString root, Path cache, Clock clock) {
    this.mirror = mirror;
    this.root = root;
    this.cache = cache;
    this.clock = clock;
  }

  /** That of sigstore.dev, by the root that came with this library's dependencies. */
  public static TufRepository publicGood(Path cache) {
    return of(PUBLIC_GOOD, TufClient.publicGoodRoot(), cache);
  }

  /**
   * Any.
   *
   * @param mirror base URL, below which are {@code timestamp.json} and {@code targets/}
   * @param root a {@code root.json} of any version that the repository still leads on from; where
   *     it comes from is for the caller to trust
   * @param cache folder for metadata and files, made if it's not there. What is in it is trusted,
   *     so nobody else may write there. Several repositories may share it.
   * @throws IllegalArgumentException when the URL is neither https nor http to this machine
   */
  public static TufRepository of(String mirror, ByteString root, Path cache) {
    var service = new Service("TUF repository", ServiceUrl.parse(mirror));
    return new TufRepository(service, root, cache, Clock.systemUTC());
  }

  TufRepository withClock(Clock clock) {
    return new TufRepository(mirror, root, cache, clock);
  }

  /**
   * Whom signatures of the instance lead to.
   *
   * @throws SigningServiceException when the repository does not answer, or what it has is not
   *     signed, not of today or older than what was there before
   */
  public TrustedRoot trustedRoot() throws IOException {
    return TrustedRoot.parse(file(TRUSTED_ROOT));
  }

  /**
   * The services of the instance.
   *
   * @throws SigningServiceException as {@link #trustedRoot}
   */
  public SigningConfig signingConfig() throws IOException {
    return SigningConfig.parse(file(SIGNING_CONFIG));
  }

  /**
   * Any of its files, to be handed on to another tool for one.
   *
   * @param name such as {@code trusted_root.json}
   * @throws SigningServiceException as {@link #trustedRoot}
   */
  public ByteString file(String name) throws IOException {
    var http = new ServiceClient(TIMEOUT, "");
    try {
      return new TufClient(
              ServiceUrl.shown(mirror.url()),
              root,
              cache.resolve(id(mirror.url(), root)),
              (path, max) -> http.get(mirror.at(path), max),
              clock)
          .target(name);
    } catch (SigningServiceException | InterruptedIOException | FileSystemException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // sigstore-java's are unchecked, and so are those of the libraries that it takes.
      throw mirror.failure(String.valueOf(e.getMessage()), e);
    }
  }

  /** Names the folder: what is cached is trusted by this root only. */
  private static String id(URI mirror, ByteString root) {
    return ByteString.encodeUtf8(mirror + "\n" + root.sha256().hex()).sha256().hex();
  }
}
