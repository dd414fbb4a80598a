package dev.referrers.oci;

/** Annotation keys of the image specification that we write or read. */
public final class AnnotationKeys {

  /** When the content was made: an RFC 3339 date-time. */
  public static final String CREATED = "org.opencontainers.image.created";

  /** On a layer its file name. Untrusted: never a path to write to. */
  public static final String TITLE = "org.opencontainers.image.title";

  /** In an OCI layout the name of an entry of {@code index.json}. */
  public static final String REF_NAME = "org.opencontainers.image.ref.name";

  private AnnotationKeys() {}
}
