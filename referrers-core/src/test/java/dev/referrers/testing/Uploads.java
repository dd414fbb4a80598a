package dev.referrers.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** Uploads that were begun and not yet closed. */
final class Uploads {

  /** One upload; guarded by itself. */
  static final class Upload {
    final String id = UUID.randomUUID().toString();
    final String state = UUID.randomUUID().toString();
    final String repository;
    final List<ByteString> pieces = new ArrayList<>();
    long size;
    boolean belowMinimum;

    private Upload(String repository) {
      this.repository = repository;
    }

    void append(ByteString piece) {
      if (piece.size() > 0) {
        pieces.add(piece);
        size += piece.size();
      }
    }

    /** Path and query; the state in it is opaque and belongs to the address. */
    String location() {
      return "/v2/" + repository + "/blobs/uploads/" + id + "?_state=" + state;
    }

    /** What arrived so far, as distribution writes it: {@code 0-0} for nothing, too. */
    String range() {
      return "0-" + Math.max(size - 1, 0);
    }
  }

  private final Map<String, Upload> open = new ConcurrentHashMap<>();

  Upload begin(String repository) {
    var upload = new Upload(repository);
    open.put(upload.id, upload);
    return upload;
  }

  /** The upload at this address, or null. */
  @Nullable Upload find(String repository, String id, @Nullable String state) {
    Upload upload = open.get(id);
    boolean same =
        upload != null && upload.repository.equals(repository) && upload.state.equals(state);
    return same ? upload : null;
  }

  void end(Upload upload) {
    open.remove(upload.id);
  }
}
