package dev.referrers.repository;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a repository's tags.
 *
 * @param next opaque name of the next page; null on the last
 */
public record TagsPage(List<String> tags, @Nullable String next) {

  public TagsPage {
    tags = List.copyOf(tags);
  }
}
