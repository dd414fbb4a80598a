package dev.referrers;

/** What a search for referrers came to. */
public enum Outcome {
  FOUND,
  NONE,
  /** The source does not exist here, so others have to be asked. Only of a single source. */
  UNSUPPORTED,
  /** It could not be found out. Never to be taken for {@link #NONE}. */
  UNDETERMINED
}
