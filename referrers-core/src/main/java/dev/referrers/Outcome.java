package dev.referrers;

/** What a search for referrers came to. */
public enum Outcome {
  FOUND,
  NONE,
  /** It could not be found out. Never to be taken for {@link #NONE}. */
  UNDETERMINED
}
