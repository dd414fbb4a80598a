package dev.referrers.transport;

/** Something that registries differ in. */
public enum Feature {
  /** Lists referrers by {@code GET /v2/<name>/referrers/<digest>}. */
  REFERRERS_API,
  /** Acknowledges a subject with the {@code OCI-Subject} header. */
  OCI_SUBJECT,
  /** Filters a referrers list by {@code artifactType} itself. */
  ARTIFACT_TYPE_FILTER,
  /** Takes a blob with a single {@code POST}. */
  SINGLE_POST,
  /**
   * Sends an {@code ETag} and refuses a write whose {@code If-Match} fails; where it is pinned, one
   * whose {@code If-None-Match} fails, too.
   */
  CONDITIONAL_TAGS,
  /** Lets a blob be mounted from another of its repositories. */
  MOUNT,
  /** Deletes manifests. */
  DELETE,
  /** Lets a tag be moved to another manifest. */
  MOVABLE_TAGS,
  /** Lists its tags. */
  TAG_LIST
}
