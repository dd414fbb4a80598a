package dev.referrers.repository;

import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import java.io.IOException;
import java.nio.file.Path;
import okio.Buffer;
import okio.ByteString;
import okio.HashingSource;
import okio.Okio;
import okio.Source;

/** Content to push, which can be read as often as it takes. Immutable as long as its file is. */
public final class Blob {

  private interface Opener {
    Source open() throws IOException;
  }

  private final Descriptor descriptor;
  private final Opener opener;

  private Blob(Descriptor descriptor, Opener opener) {
    this.descriptor = descriptor;
    this.opener = opener;
  }

  /** The blob <code>{}</code> that stands where an artefact has no config or no layer. */
  public static final Blob EMPTY_JSON =
      of(Descriptor.EMPTY_JSON.mediaType(), ByteString.encodeUtf8("{}"));

  public static Blob of(String mediaType, ByteString content) {
    return new Blob(Descriptor.of(mediaType, content), () -> new Buffer().write(content));
  }

  /** Reads the file once, for its digest, and again whenever the blob is pushed. */
  public static Blob of(String mediaType, Path file) throws IOException {
    try (HashingSource hashing = HashingSource.sha256(Okio.source(file))) {
      long size = Okio.buffer(hashing).readAll(Okio.blackhole());
      Digest digest = new Digest("sha256", hashing.hash().hex());
      return new Blob(Descriptor.of(mediaType, digest, size), () -> Okio.source(file));
    }
  }

  /** Takes the content from a repository, as it is read; it has to be there. */
  public static Blob in(Repository repository, Descriptor blob) {
    return new Blob(blob, () -> repository.openBlob(blob));
  }

  /** What a manifest says about this blob. */
  public Descriptor descriptor() {
    return descriptor;
  }

  public Blob withAnnotations(Annotations annotations) {
    return new Blob(descriptor.withAnnotations(annotations), opener);
  }

  /** Opens the content from its start; the caller closes it. */
  public Source open() throws IOException {
    return opener.open();
  }
}
