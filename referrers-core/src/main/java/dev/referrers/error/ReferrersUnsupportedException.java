package dev.referrers.error;

/** The referrers API was demanded of a repository that does not have it. */
public final class ReferrersUnsupportedException extends RegistryException {

  private final String repository;

  /**
   * @param repository host and name
   * @param evidence what the repository answered, such as {@code 404}
   */
  public ReferrersUnsupportedException(String repository, String evidence) {
    super(
        "Repository " + repository + " has no referrers API, it answered " + evidence,
        "the referrers tag holds the list there: ReferrersMode.AUTOMATIC writes it, ReferrersQuery.ALL"
            + " reads it",
        null);
    this.repository = repository;
  }

  /** Host and name of the repository. */
  public String repository() {
    return repository;
  }
}
