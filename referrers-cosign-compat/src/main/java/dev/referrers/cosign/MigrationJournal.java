package dev.referrers.cosign;

import java.io.IOException;

/** Where records of migrations are kept, so that those can be rolled back. */
@FunctionalInterface
public interface MigrationJournal {

  /**
   * Keeps a record; called before any of its tags is removed, and returns when the record is safe.
   *
   * @throws IOException when it is not; then nothing is removed
   */
  void keep(MigrationRecord record) throws IOException;
}
