package dev.referrers.examples;

import dev.referrers.DiscoveryReport;
import dev.referrers.Referrer;
import dev.referrers.Referrers;
import dev.referrers.ReferrersQuery;
import dev.referrers.Source;
import dev.referrers.SourceReport;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lists the referrers of an image. */
final class Discover implements Program {

  private static final String ALL = "all";

  @Override
  public String usage() {
    return "REF [--artifact-type T] [--predicate-type P] [--source api|tag|cosign|all] [--recursive]";
  }

  @Override
  public Map<String, Boolean> options() {
    return Map.of(
        "--artifact-type", true, "--predicate-type", true, "--source", true, "--recursive", false);
  }

  @Override
  public int run(Arguments arguments, Terminal terminal) throws IOException {
    ReferrersQuery wanted = query(arguments);
    boolean recursive = arguments.has("--recursive");
    // on the way down everything counts, wanted or not
    ReferrersQuery query = recursive ? wanted.withArtifactType(null).withChecks() : wanted;
    Site site = Site.of(arguments.words(1, 1).get(0), arguments, terminal);
    var predicate = new WantedPredicate(arguments.value("--predicate-type"), site.repository());
    Referrers referrers = Referrers.in(site.repository());
    Deque<Digest> subjects = new ArrayDeque<>(List.of(site.resolve().digest()));
    Set<Digest> known = new HashSet<>(subjects);
    Set<String> notes = new HashSet<>();
    int found = 0;
    while (!subjects.isEmpty()) {
      DiscoveryReport report = referrers.of(subjects.removeFirst(), query).report();
      for (String note : notes(report)) {
        if (notes.add(note)) {
          terminal.err().println(note);
        }
      }
      requireWhole(report);
      for (Referrer referrer : report.referrers()) {
        Descriptor descriptor = referrer.descriptor();
        if (isWanted(descriptor, wanted) && predicate.isOf(referrer)) {
          terminal.line(line(referrer));
          found++;
        }
        if (recursive && known.add(descriptor.digest())) {
          subjects.addLast(descriptor.digest());
        }
      }
    }
    if (ALL.equals(arguments.value("--source"))) {
      terminal.err().println("not looked at yet: cosign tags and attestations inside an index");
      return found > 0 ? SUCCESS : ERROR; // nothing found there is not nothing at all
    }
    if (found == 0) {
      terminal.err().println("nothing found");
    }
    return found > 0 ? SUCCESS : NEGATIVE;
  }

  static Map<String, @Nullable Object> line(Referrer referrer) {
    Descriptor descriptor = referrer.descriptor();
    Map<String, @Nullable Object> line = new LinkedHashMap<>();
    line.put("digest", descriptor.digest());
    line.put("mediaType", descriptor.mediaType());
    line.put("artifactType", descriptor.artifactType());
    line.put("size", descriptor.size());
    line.put("annotations", descriptor.annotations().values());
    line.put("origins", referrer.origins().stream().map(Discover::name).toList());
    return line;
  }

  private static List<String> notes(DiscoveryReport report) {
    return report.sources().stream()
        .filter(source -> source.note() != null)
        .map(source -> name(source.source()) + ": " + source.note())
        .toList();
  }

  /** A part is never passed off as the whole. */
  private static void requireWhole(DiscoveryReport report) throws IOException {
    for (SourceReport source : report.sources()) {
      @Nullable IOException failure = source.failure();
      if (failure != null) {
        throw failure;
      }
    }
  }

  private static boolean isWanted(Descriptor descriptor, ReferrersQuery wanted) {
    @Nullable String type = wanted.artifactType();
    return type == null || type.equals(descriptor.artifactType());
  }

  private static String name(Source source) {
    return switch (source) {
      case REFERRERS_API -> "api";
      case REFERRERS_TAG -> "tag";
      case COSIGN_TAG -> "cosign";
    };
  }

  private static ReferrersQuery query(Arguments arguments) {
    ReferrersQuery query = ReferrersQuery.ALL.withArtifactType(arguments.value("--artifact-type"));
    return switch (arguments.oneOf("--source", "", List.of("api", "tag", "cosign", ALL))) {
      case "api" -> query.withSources(Set.of(Source.REFERRERS_API));
      case "tag" -> query.withSources(Set.of(Source.REFERRERS_TAG));
      case ALL -> query.withUnion();
      case "cosign" ->
          throw new IllegalArgumentException("cosign tags are not supported yet: --source cosign");
      default -> query;
    };
  }
}
