package dev.referrers.testing;

import dev.referrers.oci.Digest;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import mockwebserver3.MockResponseBody;
import okio.Buffer;
import okio.BufferedSink;
import okio.ByteString;

/** Content in the pieces in which it came, so that a large blob is held once and never joined. */
final class Bytes implements MockResponseBody {

  static final Bytes NONE = new Bytes(List.of(), 0, 0);

  private final List<ByteString> pieces;
  private final long from;
  private final long size;

  private Bytes(List<ByteString> pieces, long from, long size) {
    this.pieces = pieces;
    this.from = from;
    this.size = size;
  }

  static Bytes of(ByteString content) {
    return of(List.of(content));
  }

  static Bytes of(List<ByteString> pieces) {
    long size = pieces.stream().mapToLong(ByteString::size).sum();
    return new Bytes(List.copyOf(pieces), 0, size);
  }

  static Bytes utf8(String text) {
    return of(ByteString.encodeUtf8(text));
  }

  long size() {
    return size;
  }

  Bytes range(long first, long count) {
    return new Bytes(pieces, from + first, Math.min(count, size - first));
  }

  ByteString join() {
    if (pieces.size() == 1 && from == 0 && size == pieces.get(0).size()) {
      return pieces.get(0);
    }
    var buffer = new Buffer();
    try {
      writeTo(buffer);
    } catch (IOException e) {
      throw new AssertionError("A buffer takes everything", e);
    }
    return buffer.readByteString();
  }

  /** A copy in which the byte in the middle is another one. */
  Bytes corrupted() {
    if (size == 0) {
      return utf8("!");
    }
    byte[] copy = join().toByteArray();
    copy[copy.length / 2] ^= 1;
    return of(ByteString.of(copy));
  }

  /** Whether the content has the digest; false for an algorithm that isn't known. */
  boolean matches(Digest digest) {
    if (!digest.verifiable()) {
      return false;
    }
    try {
      MessageDigest hash =
          MessageDigest.getInstance(digest.algorithm().equals("sha256") ? "SHA-256" : "SHA-512");
      pieces.forEach(piece -> hash.update(piece.asByteBuffer()));
      return ByteString.of(hash.digest()).hex().equals(digest.encoded());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java platform has SHA-2", e);
    }
  }

  @Override
  public long getContentLength() {
    return size;
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    long skip = from;
    long left = size;
    for (ByteString piece : pieces) {
      int start = (int) Math.min(skip, piece.size());
      int count = (int) Math.min(left, piece.size() - start);
      sink.write(piece, start, count);
      skip -= start;
      left -= count;
    }
  }
}
