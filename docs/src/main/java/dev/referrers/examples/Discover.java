package dev.referrers.examples;

import dev.referrers.Attestations;
import dev.referrers.DiscoveryReport;
import dev.referrers.Referrer;
import dev.referrers.Referrers;
import dev.referrers.ReferrersQuery;
import dev.referrers.Source;
import dev.referrers.SourceReport;
import dev.referrers.bundle.StoredBundles;
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

/** Lists what is attached to an image. */
final class Discover implements Program {

  private static final String COSIGN = "cosign";
  private static final String ALL = "all";
  private static final List<String> SOURCES = List.of("api", "tag", COSIGN, ALL);

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
    String source = arguments.oneOf("--source", "", SOURCES);
    if (source.equals(COSIGN) || source.equals(ALL)) {
      return new DiscoverLayouts(site, arguments, terminal).run(source.equals(ALL));
    }
    Attestations bundles = StoredBundles.in(site.repository()).withSources(query.sources());
    Referrers referrers = Referrers.in(site.repository());
    Deque<Digest> subjects = new ArrayDeque<>(List.of(site.resolve().digest()));
    Set<Digest> known = new HashSet<>(subjects);
    Set<String> notes = new HashSet<>();
    int found = 0;
    while (!subjects.isEmpty()) {
      Digest subject = subjects.removeFirst();
      DiscoveryReport report = referrers.of(subject, query).report();
      for (String note : notes(report.sources())) {
        if (notes.add(note)) {
          terminal.err().println(note);
        }
      }
      requireWhole(report.sources());
      @Nullable WantedPredicate predicate =
          WantedPredicate.of(arguments, subject, bundles, site.repository());
      for (Referrer referrer : report.referrers()) {
        Descriptor descriptor = referrer.descriptor();
        if (isWanted(descriptor, wanted)
            && (predicate == null || predicate.isOf(descriptor, descriptor))) {
          terminal.line(line(referrer));
          found++;
        }
        if (recursive && known.add(descriptor.digest())) {
          subjects.addLast(descriptor.digest());
        }
      }
    }
    if (found == 0) {
      terminal.err().println("nothing found");
    }
    return found > 0 ? SUCCESS : NEGATIVE;
  }

  static Map<String, @Nullable Object> line(Referrer referrer) {
    return line(referrer.descriptor(), referrer.origins());
  }

  static Map<String, @Nullable Object> line(Descriptor descriptor, List<Source> origins) {
    Map<String, @Nullable Object> line = new LinkedHashMap<>();
    line.put("digest", descriptor.digest());
    line.put("mediaType", descriptor.mediaType());
    line.put("artifactType", descriptor.artifactType());
    line.put("size", descriptor.size());
    line.put("annotations", descriptor.annotations().values());
    line.put("origins", origins.stream().map(Discover::name).toList());
    return line;
  }

  static List<String> notes(List<SourceReport> sources) {
    return sources.stream()
        .filter(source -> source.note() != null)
        .map(source -> name(source.source()) + ": " + source.note())
        .toList();
  }

  /** A part is never passed off as the whole. */
  static void requireWhole(List<SourceReport> sources) throws IOException {
    for (SourceReport source : sources) {
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

  static String name(Source source) {
    return switch (source) {
      case REFERRERS_API -> "api";
      case REFERRERS_TAG -> "tag";
      case COSIGN_TAG -> COSIGN;
      case IN_INDEX -> "in-index";
    };
  }

  private static ReferrersQuery query(Arguments arguments) {
    ReferrersQuery query = ReferrersQuery.ALL.withArtifactType(arguments.value("--artifact-type"));
    return switch (arguments.oneOf("--source", "", SOURCES)) {
      case "api" -> query.withSources(Set.of(Source.REFERRERS_API));
      case "tag" -> query.withSources(Set.of(Source.REFERRERS_TAG));
      default -> query;
    };
  }
}
