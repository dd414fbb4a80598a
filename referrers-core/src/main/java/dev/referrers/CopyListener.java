package dev.referrers;

/**
 * Hears how a copy goes on, for progress. Called from several threads at once; what a method throws
 * ends the copy. Bytes under way are told to the {@link
 * dev.referrers.transport.RegistryListener#bytesMoved} of the repositories.
 */
public interface CopyListener {

  CopyListener NONE = new CopyListener() {};

  /** Everything is known and nothing written. */
  default void planned(CopyReport plan) {}

  /** Something is at the target now, told once for each that was not there. */
  default void copied(CopyReport.Item item) {}
}
