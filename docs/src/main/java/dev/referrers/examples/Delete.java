package dev.referrers.examples;

import dev.referrers.Deletion;
import dev.referrers.DeletionReport;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Deletes a manifest, with what refers to it when asked to. */
final class Delete implements Program {

  @Override
  public String usage() {
    return "REF@DIGEST [--referrers] [--cosign-tags] [--dry-run]";
  }

  @Override
  public Map<String, Boolean> options() {
    return Map.of("--referrers", false, "--cosign-tags", false, "--dry-run", false);
  }

  @Override
  public int run(Arguments arguments, Terminal terminal) throws IOException {
    boolean alone = !arguments.has("--referrers");
    if (alone && (arguments.has("--cosign-tags") || arguments.has("--dry-run"))) {
      throw new IllegalArgumentException("--cosign-tags and --dry-run need --referrers");
    }
    Site site = Site.of(arguments.words(1, 1).get(0), arguments, terminal);
    @Nullable Digest digest = site.digest();
    if (digest == null) { // a tag may have moved since somebody looked
      throw new IllegalArgumentException("delete needs a digest");
    }
    Deletion deletion = Deletion.in(site.repository());
    if (arguments.has("--cosign-tags")) {
      deletion = deletion.withCosignTags();
    }
    DeletionReport report;
    if (alone) {
      report = deletion.delete(digest);
    } else if (arguments.has("--dry-run")) {
      report = deletion.planWithReferrers(digest);
    } else {
      report = deletion.deleteWithReferrers(digest);
    }
    print(report, terminal);
    return report.kept().isEmpty() ? SUCCESS : NEGATIVE;
  }

  private static void print(DeletionReport report, Terminal terminal) throws IOException {
    for (Descriptor each : report.deleted()) {
      terminal.line(line(each, true));
    }
    for (Descriptor each : report.kept()) {
      terminal.line(line(each, false));
    }
    Map<String, @Nullable Object> line = new LinkedHashMap<>();
    line.put("tags", report.tags());
    line.put("warnings", report.warnings());
    terminal.line(line);
  }

  private static Map<String, @Nullable Object> line(Descriptor manifest, boolean deleted) {
    Map<String, @Nullable Object> line = new LinkedHashMap<>();
    line.put("digest", manifest.digest());
    line.put("mediaType", manifest.mediaType());
    line.put("size", manifest.size());
    line.put("deleted", deleted);
    return line;
  }
}
