package dev.referrers.oci;

import java.util.List;
import java.util.regex.Pattern;

/** Media types of the OCI specifications and of Docker's, which registries still serve. */
public final class MediaTypes {

  public static final String IMAGE_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  public static final String IMAGE_INDEX = "application/vnd.oci.image.index.v1+json";
  public static final String IMAGE_CONFIG = "application/vnd.oci.image.config.v1+json";
  public static final String IMAGE_LAYER_TAR = "application/vnd.oci.image.layer.v1.tar";
  public static final String EMPTY_JSON = "application/vnd.oci.empty.v1+json";

  /** Withdrawn before OCI 1.1 was final; read, never written. */
  public static final String ARTIFACT_MANIFEST = "application/vnd.oci.artifact.manifest.v1+json";

  public static final String DOCKER_MANIFEST =
      "application/vnd.docker.distribution.manifest.v2+json";
  public static final String DOCKER_MANIFEST_LIST =
      "application/vnd.docker.distribution.manifest.list.v2+json";

  /** Every manifest type that we read, OCI's first; what an {@code Accept} header lists. */
  public static final List<String> MANIFESTS =
      List.of(
          IMAGE_MANIFEST, IMAGE_INDEX, DOCKER_MANIFEST, DOCKER_MANIFEST_LIST, ARTIFACT_MANIFEST);

  private static final String NAME = "[a-zA-Z0-9][a-zA-Z0-9!#$&^_.+-]{0,126}";
  private static final Pattern RFC_6838 = Pattern.compile(NAME + "/" + NAME);

  private MediaTypes() {}

  /** Whether the text is {@code type/subtype} by RFC 6838 section 4.2, without parameters. */
  public static boolean isValid(String mediaType) {
    return RFC_6838.matcher(mediaType).matches();
  }
}
