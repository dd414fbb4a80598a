package dev.referrers.internal.publish;

import dev.referrers.error.LimitExceededException;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.oci.MediaTypes;
import dev.referrers.repository.Blob;
import dev.referrers.transport.Limits;
import java.util.List;

/**
 * A referrer on its way: its manifest, built once so that pushing it again changes nothing, and the
 * files that this one lists.
 *
 * @param kind what it may replace is of the same kind
 * @param content what is identical to it has the same kind and equal content
 */
public record Draft(ImageManifest manifest, List<Blob> files, String kind, Object content) {

  public Draft {
    files = List.copyOf(files);
  }

  /** Whether there is a {@link #plainer} one: its config can't have a type with parameters. */
  public boolean hasPlainer() {
    return MediaTypes.isValid(artifactType());
  }

  private String artifactType() {
    String own = manifest.artifactType();
    return own == null ? manifest.config().mediaType() : own;
  }

  public void requireSize(Limits limits) throws LimitExceededException {
    if (manifest.bytes().size() > limits.manifestBytes()) {
      throw new LimitExceededException(
          "Manifest " + manifest.digest(), limits.manifestBytes(), "bytes", "Limits.manifestBytes");
    }
  }

  /**
   * The same for a registry that refuses {@code artifactType} or the empty config: the type stands
   * as media type of the config, where a referrers list takes it from too.
   */
  public Draft plainer() {
    var config = manifest.config().withMediaType(artifactType());
    var plain = manifest.newBuilder().artifactType(null).config(config).build();
    return new Draft(plain, files, kind, content);
  }
}
