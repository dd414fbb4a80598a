package dev.referrers.examples;

import dev.referrers.AttestationQuery;
import dev.referrers.AttestationReport;
import dev.referrers.Attestations;
import dev.referrers.Candidate;
import dev.referrers.IndexAttestations;
import dev.referrers.Source;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lists what is attached to an image in any layout, a line for each attestation. */
final class DiscoverLayouts {

  private final Site site;
  private final Arguments arguments;
  private final Terminal terminal;
  private final Set<String> notes = new HashSet<>();
  private int found;

  DiscoverLayouts(Site site, Arguments arguments, Terminal terminal) {
    this.site = site;
    this.arguments = arguments;
    this.terminal = terminal;
  }

  /**
   * Lists it.
   *
   * @param all whether every source is asked, or cosign's tags alone
   */
  int run(boolean all) throws IOException {
    Digest image = site.resolve().digest();
    Attestations view = Layouts.all(site.repository(), image);
    view = all ? view : view.withSources(Set.of(Source.COSIGN_TAG));
    Deque<Digest> subjects = new ArrayDeque<>(List.of(image));
    Set<Digest> known = new HashSet<>(subjects);
    while (!subjects.isEmpty()) {
      for (Candidate each : list(view, subjects.removeFirst(), image)) {
        Digest manifest = each.descriptor().digest();
        if (arguments.has("--recursive") && known.add(manifest)) {
          subjects.addLast(manifest);
        }
      }
    }
    if (all) {
      for (Digest platform : IndexAttestations.in(site.repository(), image).subjects()) {
        list(view.withSources(Set.of(Source.IN_INDEX)), platform, image);
      }
    }
    if (found == 0) {
      terminal.err().println("nothing found");
    }
    return found > 0 ? Program.SUCCESS : Program.NEGATIVE;
  }

  private List<Candidate> list(Attestations view, Digest subject, Digest image) throws IOException {
    AttestationReport report = view.report(subject, AttestationQuery.ALL);
    for (String note : Discover.notes(report.sources())) {
      if (notes.add(note)) {
        terminal.err().println(note);
      }
    }
    Discover.requireWhole(report.sources());
    @Nullable WantedPredicate predicate =
        WantedPredicate.of(arguments, subject, view, site.repository());
    for (Candidate each : report.candidates()) {
      if (isWanted(each)
          && (predicate == null || predicate.isOf(each.descriptor(), each.entry()))) {
        terminal.line(line(each, subject, image));
        found++;
      }
    }
    return report.candidates();
  }

  /** By the artifactType of its manifest, or the media type of its layer. */
  private boolean isWanted(Candidate candidate) {
    @Nullable String type = arguments.value("--artifact-type");
    return type == null
        || type.equals(candidate.descriptor().artifactType())
        || type.equals(candidate.entry().mediaType());
  }

  private static Map<String, @Nullable Object> line(
      Candidate candidate, Digest subject, Digest image) {
    Descriptor manifest = candidate.descriptor();
    Map<String, @Nullable Object> line = Discover.line(manifest, candidate.origins());
    @Nullable Object origins = line.remove("origins"); // they stay the last
    line.put("layout", candidate.layout());
    if (!candidate.entry().digest().equals(manifest.digest())) {
      line.put("layer", candidate.entry().digest());
    }
    if (!subject.equals(image)) {
      line.put("subject", subject);
    }
    line.put("origins", origins);
    return line;
  }
}
