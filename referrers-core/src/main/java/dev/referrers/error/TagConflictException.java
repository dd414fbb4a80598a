package dev.referrers.error;

import dev.referrers.oci.Digest;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Layers are pushed, but the tag that is to hold them could not be made to, for good: other writers
 * kept moving it, the registry drops writes or takes too long, time ran out, or it could not be
 * looked at again. Publishing the same attestations again adds none of them twice.
 */
public final class TagConflictException extends RegistryException {

  private final Digest subject;
  private final String tag;
  private final transient List<Digest> layers;

  /**
   * @param layers the pushed layers that are not known to stay
   * @param writes how often the tag was written, or tried to be; 0 when it never came to that
   * @param cause the last failure, when there was one
   */
  public TagConflictException(
      Digest subject, String tag, List<Digest> layers, int writes, @Nullable IOException cause) {
    super(
        "Tag %s was written %d times, but layer %s%s not known to stay in it%s"
            .formatted(
                tag,
                writes,
                layers.get(0),
                layers.size() == 1 ? " is" : " and " + (layers.size() - 1) + " more are",
                cause == null ? "" : ": " + cause.getMessage()),
        "publish the same again; where reading and writing the tag is slow, Builder.settle gives"
            + " it more time",
        cause);
    this.subject = subject;
    this.tag = tag;
    this.layers = List.copyOf(layers);
  }

  public Digest subject() {
    return subject;
  }

  public String tag() {
    return tag;
  }

  /** The layers whose blobs are stored in the repository, and that the tag may lack. */
  public List<Digest> layers() {
    return layers;
  }
}
