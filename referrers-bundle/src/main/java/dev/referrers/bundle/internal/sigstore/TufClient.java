package dev.referrers.bundle.internal.sigstore;

import dev.sigstore.json.JsonParseException;
import dev.sigstore.tuf.Fetcher;
import dev.sigstore.tuf.FileSystemTufStore;
import dev.sigstore.tuf.MetaFetcher;
import dev.sigstore.tuf.SigstoreTufClient;
import dev.sigstore.tuf.TrustedMetaStore;
import dev.sigstore.tuf.TufException;
import dev.sigstore.tuf.Updater;
import dev.sigstore.tuf.encryption.Verifier;
import dev.sigstore.tuf.model.Key;
import dev.sigstore.tuf.model.SignedTufMeta;
import dev.sigstore.tuf.model.Snapshot;
import dev.sigstore.tuf.model.Targets;
import dev.sigstore.tuf.model.Timestamp;
import dev.sigstore.tuf.model.TufMeta;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZonedDateTime;
import okio.ByteString;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/**
 * Updates the metadata of a TUF repository and gets files of it: the only class that knows
 * sigstore-java, whose types none of its signatures has. Ours are the requests, for sigstore-java's
 * wait as long as a server asks, and the verification of keys, for its own registers a JCA provider
 * for the whole JVM.
 *
 * @see <a href="https://theupdateframework.github.io/specification/latest/">TUF specification</a>
 */
public final class TufClient {

  /** Gets a file of the repository. */
  public interface Download {

    /**
     * Gets one.
     *
     * @param path below the repository's URL
     * @return null when there is none
     */
    @Nullable ByteString get(String path, int maxBytes) throws IOException;
  }

  private final Path cache;
  private final Clock clock;
  private final FileSystemTufStore store;
  private final Updater updater;

  /**
   * @param root the metadata that everything is trusted by
   * @param cache of this repository and root only
   */
  public TufClient(String source, ByteString root, Path cache, Download download, Clock clock)
      throws IOException {
    this.cache = Files.createDirectories(cache);
    this.clock = clock;
    this.store = FileSystemTufStore.newFileSystemStore(cache);
    this.updater =
        Updater.builder()
            .setClock(clock)
            .setVerifiers(TufClient::verifier)
            .setTrustedRootPath(root::utf8)
            .setTrustedMetaStore(TrustedMetaStore.newTrustedMetaStore(store))
            .setTargetStore(store)
            .setMetaFetcher(MetaFetcher.newFetcher(fetcher(source, "", download)))
            .setTargetFetcher(fetcher(source, "targets/", download))
            .build();
  }

  /** The root of sigstore.dev that sigstore-java came with. */
  public static ByteString publicGoodRoot() {
    try (InputStream in =
        SigstoreTufClient.class.getResourceAsStream(
            "/" + SigstoreTufClient.PUBLIC_GOOD_ROOT_RESOURCE)) {
      return Okio.buffer(Okio.source(in)).readByteString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Updates the metadata, then gets a file, from the cache if it is there.
   *
   * @throws TufException and other unchecked exceptions for what breaks the specification
   */
  public ByteString target(String name) throws IOException {
    try {
      updater.updateMeta();
      requireUnexpired("timestamp", Timestamp.class);
      requireUnexpired("snapshot", Snapshot.class);
      requireUnexpired("targets", Targets.class);
      updater.downloadTarget(name);
    } catch (JsonParseException e) {
      throw new TufException(e);
    }
    return ByteString.of(store.readTarget(name));
  }

  /** sigstore-java 2.0.0 takes metadata that it has already without looking when it expires. */
  private <T extends SignedTufMeta<? extends TufMeta>> void requireUnexpired(
      String role, Class<T> type) throws IOException, JsonParseException {
    ZonedDateTime expiry =
        store
            .readMeta(role, type)
            .orElseThrow(() -> new TufException("expected " + role + " metadata in " + cache))
            .getSignedMeta()
            .getExpiresAsDate();
    if (!expiry.toInstant().isAfter(clock.instant())) {
      throw new TufException(
          "expected %s metadata that is valid but it expired at %s".formatted(role, expiry));
    }
  }

  private static Verifier verifier(Key key) {
    String keyval = key.getKeyVal().get("public");
    return (message, signature) -> TufKeys.verifies(key.getScheme(), keyval, message, signature);
  }

  private static Fetcher fetcher(String source, String folder, Download download) {
    return new Fetcher() {
      @Override
      public String getSource() {
        return source;
      }

      @Override
      public byte @Nullable [] fetchResource(String filename, int maxLength) throws IOException {
        ByteString file = download.get(folder + filename, maxLength);
        return file == null ? null : file.toByteArray();
      }
    };
  }
}
