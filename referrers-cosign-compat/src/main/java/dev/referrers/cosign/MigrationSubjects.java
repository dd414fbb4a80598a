package dev.referrers.cosign;

import dev.referrers.SubjectTree;
import dev.referrers.error.LimitExceededException;
import dev.referrers.error.NotFoundException;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.repository.Repository;
import dev.referrers.repository.TagsPage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * All of a repository that something may be attached to.
 *
 * @param subjects what is tagged, an index before what it lists, then what is known by cosign's
 *     tags alone
 * @param orphans tags that lead to nothing: cosign's whose image is gone, and those that went while
 *     they were looked up
 */
public record MigrationSubjects(List<Descriptor> subjects, List<String> orphans) {

  /** The most tags that are looked through. */
  public static final int MOST_TAGS = 100_000;

  /** As the tag schema has it: a list of referrers, and no image. */
  private static final Pattern REFERRERS_TAG = Pattern.compile("sha(256|512)-[0-9a-f]{64}");

  private static final String COSIGN_TAG = "sha256-([0-9a-f]{64})[.](?:sig|att|sbom)";

  public MigrationSubjects {
    subjects = List.copyOf(subjects);
    orphans = List.copyOf(orphans);
  }

  static MigrationSubjects in(Repository repository, String prefix) throws IOException {
    Pattern cosign = Pattern.compile(Pattern.quote(prefix) + COSIGN_TAG);
    Map<Digest, Descriptor> subjects = new LinkedHashMap<>();
    List<String> orphans = new ArrayList<>();
    List<String> cosignTags = new ArrayList<>();
    for (String tag : tags(repository)) {
      if (cosign.matcher(tag).matches()) {
        cosignTags.add(tag);
      } else if (!REFERRERS_TAG.matcher(tag).matches()) {
        addTree(repository, tag, subjects, orphans);
      }
    }
    for (String tag : cosignTags) {
      Matcher named = cosign.matcher(tag);
      if (named.matches()) {
        addSubject(repository, tag, new Digest("sha256", named.group(1)), subjects, orphans);
      }
    }
    return new MigrationSubjects(List.copyOf(subjects.values()), orphans);
  }

  private static List<String> tags(Repository repository) throws IOException {
    List<String> tags = new ArrayList<>();
    int pages = 0;
    @Nullable String next = null;
    do {
      TagsPage page = repository.tags(next);
      tags.addAll(page.tags());
      next = page.next();
      if (tags.size() > MOST_TAGS) {
        throw new LimitExceededException(
            "Tags of " + repository.location(), MOST_TAGS, "tags", "MigrationSubjects.MOST_TAGS");
      }
      if (next != null && ++pages >= repository.limits().pages()) {
        throw new LimitExceededException(
            "Tags of " + repository.location(),
            repository.limits().pages(),
            "pages",
            "Limits.pages");
      }
    } while (next != null);
    return tags;
  }

  private static void addTree(
      Repository repository, String tag, Map<Digest, Descriptor> subjects, List<String> orphans)
      throws IOException {
    try {
      for (Descriptor each : SubjectTree.of(repository, tag).subjects()) {
        subjects.putIfAbsent(each.digest(), each);
      }
    } catch (NotFoundException e) {
      orphans.add(tag);
    }
  }

  private static void addSubject(
      Repository repository,
      String tag,
      Digest digest,
      Map<Digest, Descriptor> subjects,
      List<String> orphans)
      throws IOException {
    if (subjects.containsKey(digest)) {
      return;
    }
    Descriptor found = repository.find(digest.toString());
    if (found == null) {
      orphans.add(tag);
    } else {
      subjects.put(digest, found);
    }
  }
}
