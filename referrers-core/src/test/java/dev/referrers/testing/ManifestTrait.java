package dev.referrers.testing;

import dev.referrers.oci.MediaTypes;
import java.util.stream.Stream;

/** Something about a pushed manifest that registries have been seen to refuse. */
public enum ManifestTrait {
  /** Has a {@code subject}. */
  SUBJECT {
    @Override
    boolean in(String mediaType, ManifestFields fields) {
      return fields.subject() != null;
    }
  },
  /** Has a {@code subject} of a Docker media type. */
  DOCKER_SUBJECT {
    @Override
    boolean in(String mediaType, ManifestFields fields) {
      return fields.subject() != null
          && fields.subject().mediaType().startsWith("application/vnd.docker.");
    }
  },
  /** Has an {@code artifactType}. */
  ARTIFACT_TYPE {
    @Override
    boolean in(String mediaType, ManifestFields fields) {
      return fields.artifactType() != null;
    }
  },
  /** Has a config of the empty type. */
  EMPTY_CONFIG {
    @Override
    boolean in(String mediaType, ManifestFields fields) {
      return MediaTypes.EMPTY_JSON.equals(fields.configMediaType());
    }
  },
  /** Has no layer. */
  NO_LAYERS {
    @Override
    boolean in(String mediaType, ManifestFields fields) {
      return mediaType.equals(MediaTypes.IMAGE_MANIFEST) && fields.layers().isEmpty();
    }
  },
  /** Has a media type or artifactType with a parameter, such as {@code …+json;version=0.3}. */
  MEDIA_TYPE_PARAMETER {
    @Override
    boolean in(String mediaType, ManifestFields fields) {
      var layers = fields.layers().stream().map(ManifestFields.Entry::mediaType);
      var own = Stream.of(fields.artifactType(), fields.configMediaType());
      return Stream.concat(layers, own).anyMatch(type -> type != null && type.contains(";"));
    }
  },
  /** Is an image index. */
  INDEX {
    @Override
    boolean in(String mediaType, ManifestFields fields) {
      return mediaType.equals(MediaTypes.IMAGE_INDEX);
    }
  };

  abstract boolean in(String mediaType, ManifestFields fields);
}
