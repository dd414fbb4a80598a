package dev.referrers.testing;

/** Which {@code artifactType} an entry of the referrers list has. */
public enum ListedType {
  /** The manifest's {@code artifactType}, else the media type of its config. */
  SPECIFIED,
  /** Always the media type of the config, as go-containerregistry's registry lists it. */
  CONFIG_MEDIA_TYPE,
  /** None (Azure/acr#784). */
  ABSENT
}
