package dev.referrers.error;

import java.util.List;
import java.util.Set;

/** A manifest, blob or repository that has to be there is not. */
public final class NotFoundException extends RegistryException {

  /** Those of the specification, Harbor's, and Quay's for a tag that was deleted. */
  private static final Set<String> CODES =
      Set.of("MANIFEST_UNKNOWN", "NAME_UNKNOWN", "NOT_FOUND", "TAG_EXPIRED");

  private final String what;
  private final String repository;
  private final boolean certain;

  /**
   * One that is certain.
   *
   * @param what the missing thing, capitalised, such as {@code Manifest 1.4.0}
   * @param repository host and name
   */
  public NotFoundException(String what, String repository) {
    this(what, repository, true);
  }

  /**
   * One that a 404 tells of.
   *
   * @param errors what the body of the 404 listed; empty when it was no error document
   */
  public NotFoundException(String what, String repository, List<RegistryError> errors) {
    this(what, repository, errors.stream().anyMatch(error -> CODES.contains(error.code())));
  }

  private NotFoundException(String what, String repository, boolean certain) {
    super(
        what
            + " is not in "
            + repository
            + (certain ? "" : ", as a 404 has it that is not known to be the registry's own"),
        null,
        null);
    this.what = what;
    this.repository = repository;
    this.certain = certain;
  }

  /** The missing thing. */
  public String what() {
    return what;
  }

  /** Host and name of the repository that was asked. */
  public String repository() {
    return repository;
  }

  /**
   * Whether it is the registry that says so. A 404 without an error code that means it may come
   * from something in between, such as a load balancer whose registry is down; some registries send
   * no better one.
   */
  public boolean isCertain() {
    return certain;
  }
}
