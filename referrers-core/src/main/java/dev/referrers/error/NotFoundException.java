package dev.referrers.error;

/** A manifest, blob or repository that has to be there is not. */
public final class NotFoundException extends RegistryException {

  private final String what;
  private final String repository;
  private final boolean documented;

  /**
   * @param what the missing thing, capitalised, such as {@code Manifest 1.4.0}
   * @param repository host and name
   */
  public NotFoundException(String what, String repository) {
    this(what, repository, true);
  }

  /**
   * @param what the missing thing, capitalised, such as {@code Manifest 1.4.0}
   * @param repository host and name
   * @param documented see {@link #documented()}
   */
  public NotFoundException(String what, String repository, boolean documented) {
    super(
        what + " is not in " + repository,
        documented ? null : "the 404 was no answer of a registry, a proxy may have made it up",
        null);
    this.what = what;
    this.repository = repository;
    this.documented = documented;
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
   * Whether the registry itself said so, with an error code that means it; false when all there was
   * is a bare 404, twice, which a load balancer answers too when it has lost the registry.
   */
  public boolean documented() {
    return documented;
  }
}
