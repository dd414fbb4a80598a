package dev.referrers.cosign;

import dev.referrers.SubjectTree;
import dev.referrers.error.NotFoundException;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * All of a repository that something may be attached to.
 *
 * @param subjects what is tagged, an index before what it lists, then what is known by cosign's
 *     tags alone
 * @param orphans tags that lead to nothing: cosign's whose image is gone, and those that went while
 *     they were looked up
 */
public record MigrationSubjects(List<Descriptor> subjects, List<String> orphans) {

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
    for (String tag : repository.allTags()) {
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
