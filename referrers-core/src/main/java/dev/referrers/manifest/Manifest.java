package dev.referrers.manifest;

import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** A manifest with its exact bytes. */
public interface Manifest {
  ByteString bytes();

  Digest digest();

  String mediaType();

  @Nullable String artifactType();

  @Nullable Descriptor subject();

  Annotations annotations();

  Descriptor descriptor();

  Descriptor asReferrer();
}
