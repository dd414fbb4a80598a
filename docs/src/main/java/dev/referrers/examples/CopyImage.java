package dev.referrers.examples;

import dev.referrers.Copy;
import dev.referrers.CopyReport;
import dev.referrers.CopyReport.Fate;
import dev.referrers.CopyReport.Kind;
import dev.referrers.Publication.ListedBy;
import dev.referrers.TreeQuery;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Copies an image to another repository, with what refers to it when asked to. */
final class CopyImage implements Program {

  @Override
  public String usage() {
    return "SRC DST [--referrers] [--cosign-tags] [--dry-run]";
  }

  @Override
  public Map<String, Boolean> options() {
    return Map.of("--referrers", false, "--cosign-tags", false, "--dry-run", false);
  }

  @Override
  public int run(Arguments arguments, Terminal terminal) throws IOException {
    List<String> words = arguments.words(2, 2);
    Site from = Site.of(words.get(0), arguments, terminal);
    Site to = from.otherToWrite(words.get(1), arguments, terminal);
    if (Site.hasDigest(words.get(1))) {
      throw new IllegalArgumentException("the target needs no digest but has " + words.get(1));
    }
    @Nullable String sameTag = Site.isBare(words.get(1)) ? from.tag() : null;
    String tag = sameTag == null ? to.tagOrDigest() : sameTag;
    Copy copy = Copy.between(from.repository(), to.repository()).query(query(arguments)).build();
    String image = from.tagOrDigest();
    CopyReport report = arguments.has("--dry-run") ? copy.plan(image, tag) : copy.copy(image, tag);
    for (CopyReport.Item item : report.items()) {
      terminal.line(line(item));
    }
    terminal.line(summary(report));
    return SUCCESS;
  }

  private static TreeQuery query(Arguments arguments) {
    TreeQuery query = arguments.has("--referrers") ? TreeQuery.REFERRERS : TreeQuery.IMAGE;
    return arguments.has("--cosign-tags") ? query.withCosignTags() : query;
  }

  private static Map<String, @Nullable Object> line(CopyReport.Item item) {
    Map<String, @Nullable Object> line = new LinkedHashMap<>();
    line.put("kind", lower(item.kind()));
    line.put("fate", lower(item.fate()));
    line.put("digest", item.content().digest());
    line.put("mediaType", item.content().mediaType());
    line.put("size", item.content().size());
    return line;
  }

  private static Map<String, @Nullable Object> summary(CopyReport report) {
    Map<String, @Nullable Object> line = new LinkedHashMap<>();
    line.put("root", report.root().digest());
    line.put("tags", report.tags());
    line.put("manifests", counts(report, Kind.MANIFEST));
    line.put("blobs", counts(report, Kind.BLOB));
    line.put("listings", report.listings().stream().map(CopyImage::listing).toList());
    line.put("warnings", report.warnings());
    return line;
  }

  private static Map<String, Object> counts(CopyReport report, Kind kind) {
    Map<String, Object> counts = new LinkedHashMap<>();
    for (Fate fate : Fate.values()) {
      counts.put(lower(fate), report.count(kind, fate));
    }
    counts.put("bytes", report.bytes(kind, Fate.COPIED));
    return counts;
  }

  private static Map<String, Object> listing(CopyReport.Listing listing) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("subject", listing.subject());
    line.put("listedBy", listing.by() == ListedBy.REFERRERS_API ? "api" : "tag");
    line.put("evidence", lower(listing.evidence()));
    line.put("referrers", listing.referrers());
    return line;
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
