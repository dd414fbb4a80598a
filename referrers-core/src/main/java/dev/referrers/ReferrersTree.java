package dev.referrers;

import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A manifest and all that belongs to it: what an index holds, what refers to each of them, and what
 * refers to that. Found, not verified.
 *
 * @param manifest its descriptor, with what the place that led here tells of it: a platform, or
 *     artifactType and annotations
 * @param link what led here
 * @param origins the sources that list it; empty for the root and what an index holds
 * @param tag the cosign tag that it is under; null for others
 * @param nodes what belongs to it in turn: what is in the index, referrers, cosign tags, each in
 *     the order of its source. Told once of each manifest; where it comes again, there are none.
 */
public record ReferrersTree(
    Descriptor manifest,
    Link link,
    List<Source> origins,
    @Nullable String tag,
    List<ReferrersTree> nodes) {

  /** What leads to a manifest. */
  public enum Link {
    ROOT,
    /** An entry of an index. */
    CHILD,
    REFERRER,
    COSIGN_TAG
  }

  public ReferrersTree {
    origins = List.copyOf(origins);
    nodes = List.copyOf(nodes);
  }

  /** The tree with all referrers. */
  public static ReferrersTree of(Repository repository, String tagOrDigest) throws IOException {
    return of(repository, tagOrDigest, TreeQuery.REFERRERS);
  }

  /**
   * Reads a tree. Manifests are fetched where that is the only way to know what is below them.
   *
   * @throws dev.referrers.error.NotFoundException when the root, or an index below it, is not there
   * @throws dev.referrers.error.UndeterminedException when the referrers of one of them can't be
   *     found out: there are no trees with holes
   * @throws dev.referrers.error.LimitExceededException past a limit of the query
   */
  public static ReferrersTree of(Repository repository, String tagOrDigest, TreeQuery query)
      throws IOException {
    Node.Edge root = Walk.overview(repository, query).from(tagOrDigest).root();
    return of(root, new HashSet<>());
  }

  private static ReferrersTree of(Node.Edge edge, Set<Digest> told) {
    List<ReferrersTree> nodes = new ArrayList<>();
    if (told.add(edge.to().digest())) {
      edge.to().edges().forEach(next -> nodes.add(of(next, told)));
    }
    return new ReferrersTree(edge.told(), edge.link(), edge.origins(), edge.tag(), nodes);
  }

  /** This one and all below it, each before what belongs to it. */
  public Stream<ReferrersTree> stream() {
    return Stream.concat(Stream.of(this), nodes.stream().flatMap(ReferrersTree::stream));
  }

  /**
   * Draws it for people, with lines as {@code tree} has them: each manifest with its digest and
   * what tells it from the others.
   */
  public String draw() {
    return new TreeDrawing().draw(this);
  }
}
