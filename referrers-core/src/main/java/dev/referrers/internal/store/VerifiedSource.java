package dev.referrers.internal.store;

import dev.referrers.error.DigestMismatchException;
import dev.referrers.error.MalformedContentException;
import dev.referrers.error.RegistryException;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import java.io.IOException;
import okio.Buffer;
import okio.ForwardingSource;
import okio.HashingSource;
import okio.Source;

/**
 * Checks that a blob has the size and digest of its descriptor. Its last bytes come out only if it
 * has, so that a reader who stops at the announced size is safe too.
 */
public final class VerifiedSource extends ForwardingSource {

  private final HashingSource hashing;
  private final Descriptor blob;
  private long count;

  private VerifiedSource(HashingSource hashing, Descriptor blob) {
    super(hashing);
    this.hashing = hashing;
    this.blob = blob;
  }

  /** The content, checked as it is read. */
  public static VerifiedSource of(Descriptor blob, Source content) {
    boolean long512 = blob.digest().algorithm().equals("sha512");
    return new VerifiedSource(
        long512 ? HashingSource.sha512(content) : HashingSource.sha256(content), blob);
  }

  /**
   * Requires a digest that content can be checked against.
   *
   * @throws MalformedContentException when it is another
   */
  public static void requireVerifiable(Descriptor blob) throws MalformedContentException {
    if (!blob.digest().verifiable()) {
      throw new MalformedContentException(
          "Blob " + blob.digest(),
          "content can't be checked by " + blob.digest().algorithm(),
          null,
          null);
    }
  }

  @Override
  public long read(Buffer sink, long byteCount) throws IOException {
    long read = super.read(sink, byteCount);
    if (read > 0) {
      count += read;
      if (count > blob.size()) {
        throw tooLong();
      }
    }
    boolean ends = read < 0 ? count < blob.size() || count == 0 : count == blob.size();
    if (ends) {
      requireDigest();
    }
    return read;
  }

  private void requireDigest() throws RegistryException {
    var actual = new Digest(blob.digest().algorithm(), hashing.hash().hex());
    if (count != blob.size() || !actual.equals(blob.digest())) {
      throw new DigestMismatchException("Blob", blob.digest(), actual, count);
    }
  }

  private RegistryException tooLong() {
    return new MalformedContentException(
        "Blob " + blob.digest(),
        "expected " + blob.size() + " bytes but there are more",
        null,
        null);
  }
}
