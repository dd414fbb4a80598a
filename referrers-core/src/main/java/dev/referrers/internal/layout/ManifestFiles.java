package dev.referrers.internal.layout;

import dev.referrers.error.DigestMismatchException;
import dev.referrers.error.LimitExceededException;
import dev.referrers.error.MalformedContentException;
import dev.referrers.error.NotFoundException;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.oci.MediaTypes;
import dev.referrers.transport.Limits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import okio.Buffer;
import okio.ByteString;
import okio.Okio;
import okio.Source;
import org.jspecify.annotations.Nullable;

/** Manifests as they are kept among the content of a layout. */
final class ManifestFiles {

  private final Storage storage;
  private final Limits limits;

  ManifestFiles(Storage storage, Limits limits) {
    this.storage = storage;
    this.limits = limits;
  }

  /**
   * Reads a manifest and checks it against its digest.
   *
   * @param mediaType as an entry says; null when there is none to say it
   * @return null when it is not there
   */
  @Nullable Manifest read(Digest digest, @Nullable String mediaType) throws IOException {
    String what = "Manifest " + digest;
    if (!digest.verifiable()) {
      throw new MalformedContentException(
          what, "content can't be checked by " + digest.algorithm(), null, null);
    }
    ByteString bytes = bytes(what, digest);
    if (bytes == null) {
      return null;
    }
    if (!digest.matches(bytes)) {
      throw new DigestMismatchException("Manifest", digest, digest.of(bytes), bytes.size());
    }
    Manifest manifest = Manifest.parse(what, mediaType, bytes);
    requireSize(what, bytes.size(), isIndex(manifest));
    return manifest;
  }

  /**
   * Stores a manifest whose content is there, as registries demand.
   *
   * @param list whether it may be a list of referrers, which have a limit of their own
   * @throws NotFoundException when a blob of it is not there
   * @throws LimitExceededException when it is too large
   */
  void write(Manifest manifest, boolean list) throws IOException {
    requireSize(
        "Manifest " + manifest.digest(), manifest.bytes().size(), list && isIndex(manifest));
    if (manifest instanceof ImageManifest image) {
      requireBlobs(image);
    }
    storage.write(manifest.descriptor(), new Buffer().write(manifest.bytes()));
  }

  private @Nullable ByteString bytes(String what, Digest digest) throws IOException {
    Storage.Content content = storage.open(digest);
    if (content == null) {
      return null;
    }
    try (Source source = content.bytes()) {
      requireSize(what, content.size(), limits.listingBytes() > limits.manifestBytes());
      var bytes = Okio.buffer(source);
      bytes.request(content.size() + 1); // no more, should it grow meanwhile
      return bytes.getBuffer().readByteString();
    }
  }

  /**
   * Requires a manifest to be no larger than it may be.
   *
   * @param list whether it may be as large as a list of referrers
   */
  private void requireSize(String what, long size, boolean list) throws LimitExceededException {
    long most = list ? limits.listingBytes() : limits.manifestBytes();
    if (size > most) {
      String limit = list ? "Limits.listingBytes" : "Limits.manifestBytes";
      throw new LimitExceededException(what, most, "bytes", limit);
    }
  }

  private static boolean isIndex(Manifest manifest) {
    return manifest.mediaType().equals(MediaTypes.IMAGE_INDEX);
  }

  private void requireBlobs(ImageManifest image) throws IOException {
    List<Descriptor> blobs = new ArrayList<>(image.layers());
    blobs.add(image.config());
    for (Descriptor blob : blobs) {
      boolean elsewhere = !blob.urls().isEmpty();
      if (!elsewhere && blob.digest().verifiable() && !storage.has(blob.digest())) {
        throw new NotFoundException("Blob " + blob.digest(), storage.location());
      }
    }
  }
}
