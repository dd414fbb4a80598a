package dev.referrers;

import dev.referrers.attestation.Attestation;
import dev.referrers.error.LimitExceededException;
import dev.referrers.error.NotFoundException;
import dev.referrers.internal.concurrent.Parallel;
import dev.referrers.manifest.ImageIndex;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.oci.MediaTypes;
import dev.referrers.repository.FetchedManifest;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A manifest and, when it is an index, all that hangs below it: what {@code cosign sign
 * --recursive} signs.
 *
 * @param subjects each once, an index before its children, in the order of the indexes
 */
public record SubjectTree(List<Descriptor> subjects) {

  /** Makes what is to be said about one of the subjects. */
  public interface Attesting {
    Attestation attest(Descriptor subject) throws IOException;
  }

  /** Subjects that are looked up at a time. */
  private static final int WIDTH = 4;

  public SubjectTree {
    subjects = List.copyOf(subjects);
  }

  /** The most manifests of one tree. */
  public static final int MOST_SUBJECTS = 1000;

  /**
   * Reads the indexes. Whether the other manifests are there is not asked.
   *
   * @throws NotFoundException when the manifest, or an index below it, is not there
   * @throws LimitExceededException past {@link #MOST_SUBJECTS}
   */
  public static SubjectTree of(Repository repository, String tagOrDigest) throws IOException {
    FetchedManifest root = repository.fetch(tagOrDigest);
    if (root == null) {
      throw new NotFoundException("Manifest " + tagOrDigest, repository.location());
    }
    Map<Digest, Descriptor> found = new LinkedHashMap<>();
    Set<Digest> named = new HashSet<>();
    Deque<Descriptor> waiting = new ArrayDeque<>();
    waiting.push(root.manifest().descriptor());
    named.add(root.manifest().digest());
    while (!waiting.isEmpty()) {
      Descriptor next = waiting.pop();
      if (found.putIfAbsent(next.digest(), next.bare()) == null && isIndex(next)) {
        boolean first = found.size() == 1;
        for (Descriptor child : children(first ? root.manifest() : repository.fetch(next))) {
          named.add(child.digest());
          waiting.push(child);
        }
      }
      if (named.size() > MOST_SUBJECTS) {
        throw new LimitExceededException(
            "Tree of " + tagOrDigest, MOST_SUBJECTS, "manifests", "SubjectTree.MOST_SUBJECTS");
      }
    }
    return new SubjectTree(List.copyOf(found.values()));
  }

  /**
   * Publishes an attestation of its own for each subject. All are made before the first is
   * published.
   *
   * @return one receipt for each, in their order
   */
  public List<Publication> publish(AttestationPublisher publisher, Attesting attesting)
      throws IOException {
    List<Attestation> attestations = new ArrayList<>();
    for (Descriptor subject : subjects) {
      attestations.add(attesting.attest(subject));
    }
    List<Publication> done = new ArrayList<>();
    for (int i = 0; i < subjects.size(); i++) {
      done.add(publisher.publish(subjects.get(i), attestations.get(i)));
    }
    return List.copyOf(done);
  }

  /** What was found about one of the subjects. */
  public record Attested(Descriptor subject, List<Candidate> candidates) {

    public Attested {
      candidates = List.copyOf(candidates);
    }
  }

  /** The first subject alone: the index, or the image that is none. */
  public SubjectTree root() {
    return new SubjectTree(subjects.subList(0, 1));
  }

  /** All subjects but the first. */
  public SubjectTree children() {
    return new SubjectTree(subjects.subList(1, subjects.size()));
  }

  /**
   * The attestations of each subject, several subjects at a time: {@code root()}, {@code
   * children()} or both.
   *
   * @return one for each subject, in their order
   * @throws dev.referrers.error.UndeterminedException when it can't be found out for one of them
   */
  public List<Attested> list(AttestationReader reader, AttestationQuery query) throws IOException {
    var found = new Attested[subjects.size()];
    List<Parallel.Task> tasks = new ArrayList<>();
    for (int i = 0; i < found.length; i++) {
      int place = i;
      Descriptor subject = subjects.get(i);
      tasks.add(() -> found[place] = new Attested(subject, reader.list(subject.digest(), query)));
    }
    Parallel.run(WIDTH, tasks);
    return List.of(found);
  }

  private static boolean isIndex(Descriptor manifest) {
    return manifest.mediaType().equals(MediaTypes.IMAGE_INDEX)
        || manifest.mediaType().equals(MediaTypes.DOCKER_MANIFEST_LIST);
  }

  /** Each once, the last first. */
  private static List<Descriptor> children(Manifest manifest) {
    Map<Digest, Descriptor> children = new LinkedHashMap<>();
    if (manifest instanceof ImageIndex index) {
      index.manifests().forEach(child -> children.putIfAbsent(child.digest(), child));
    }
    List<Descriptor> reversed = new ArrayList<>(children.values());
    Collections.reverse(reversed);
    return reversed;
  }
}
