package dev.referrers.examples;

import dev.referrers.ReferrersTree;
import dev.referrers.TreeQuery;
import dev.referrers.oci.Descriptor;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows an image with all that belongs to it, also drawn, on standard error. */
final class Tree implements Program {

  @Override
  public String usage() {
    return "REF [--cosign-tags]";
  }

  @Override
  public Map<String, Boolean> options() {
    return Map.of("--cosign-tags", false);
  }

  @Override
  public int run(Arguments arguments, Terminal terminal) throws IOException {
    Site site = Site.of(arguments.words(1, 1).get(0), arguments, terminal);
    TreeQuery query = TreeQuery.REFERRERS;
    if (arguments.has("--cosign-tags")) {
      query = query.withCosignTags();
    }
    ReferrersTree tree = ReferrersTree.of(site.repository(), site.tagOrDigest(), query);
    print(tree, null, terminal);
    terminal.err().print(tree.draw());
    return SUCCESS;
  }

  private static void print(ReferrersTree node, @Nullable Object parent, Terminal terminal)
      throws IOException {
    Descriptor manifest = node.manifest();
    Map<String, @Nullable Object> line = new LinkedHashMap<>();
    line.put("digest", manifest.digest());
    line.put("mediaType", manifest.mediaType());
    line.put("artifactType", manifest.artifactType());
    line.put("size", manifest.size());
    line.put("annotations", manifest.annotations().values());
    line.put("platform", manifest.platform());
    line.put("link", node.link().name().toLowerCase(Locale.ROOT));
    line.put("parent", parent);
    line.put("tag", node.tag());
    line.put("origins", node.origins().stream().map(Discover::name).toList());
    terminal.line(line);
    for (ReferrersTree below : node.nodes()) {
      print(below, manifest.digest(), terminal);
    }
  }
}
