package dev.referrers.internal.tag;

import dev.referrers.error.ImmutableTagException;
import dev.referrers.error.RegistryException;
import dev.referrers.error.ResponseException;
import dev.referrers.transport.Feature;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds out why a registry did not let a tag be written. */
public final class TagRefusal {

  private static final Set<Integer> STATUSES = Set.of(400, 403, 405, 409, 412);

  private TagRefusal() {}

  /** The answer itself, or what it means when it says that tags can't be moved. */
  static RegistryException of(ResponseException answer, Leader leader) {
    if (!STATUSES.contains(answer.status()) || !saysImmutable(answer)) {
      return answer;
    }
    return immovable(leader, answer.status(), answer);
  }

  /** For a registry that refuses to move the tag with a 412, as Harbor does. */
  static RegistryException immovable(Leader leader) {
    return immovable(leader, 412, null);
  }

  private static RegistryException immovable(
      Leader leader, int status, @Nullable ResponseException answer) {
    leader.learn(Feature.MOVABLE_TAGS, false, "PUT tag: " + status);
    return new ImmutableTagException(leader.repository().location(), leader.list().tag(), answer);
  }

  /** ECR, Harbor, Quay and Artifact Registry say "immutable", cue's registry "overwrite". */
  public static boolean saysImmutable(ResponseException answer) {
    return answer.errors().stream()
        .map(error -> (error.code() + " " + error.message()).toLowerCase(Locale.ROOT))
        .anyMatch(text -> text.contains("immutable") || text.contains("overwrit"));
  }
}
