package dev.referrers.error;

/** A manifest, blob or repository that has to be there is not. */
public final class NotFoundException extends RegistryException {

  private final String what;
  private final String repository;

  /**
   * @param what the missing thing, capitalised, such as {@code Manifest 1.4.0}
   * @param repository host and name
   */
  public NotFoundException(String what, String repository) {
    super(what + " is not in " + repository, null, null);
    this.what = what;
    this.repository = repository;
  }

  /** The missing thing. */
  public String what() {
    return what;
  }

  /** Host and name of the repository that was asked. */
  public String repository() {
    return repository;
  }
}
