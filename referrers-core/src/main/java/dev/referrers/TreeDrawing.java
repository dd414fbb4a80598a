package dev.referrers;

import dev.referrers.internal.text.Printable;
import dev.referrers.oci.Descriptor;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Draws a tree for people, a line for each manifest. */
final class TreeDrawing {

  private static final int MOST = 200;

  private final StringBuilder text = new StringBuilder();
  private final Set<Object> drawn = new HashSet<>();

  String draw(ReferrersTree root) {
    line(root);
    below(root, "");
    return text.toString();
  }

  private void below(ReferrersTree tree, String indent) {
    for (Iterator<ReferrersTree> nodes = tree.nodes().iterator(); nodes.hasNext(); ) {
      ReferrersTree node = nodes.next();
      boolean last = !nodes.hasNext();
      text.append(indent).append(last ? "└── " : "├── ");
      line(node);
      below(node, indent + (last ? "    " : "│   "));
    }
  }

  private void line(ReferrersTree node) {
    text.append(node.manifest().digest()).append(' ').append(Printable.of(label(node), MOST));
    text.append(drawn.add(node.manifest().digest()) ? "\n" : " (see above)\n");
  }

  /** What tells it from the others. */
  private static String label(ReferrersTree node) {
    Descriptor manifest = node.manifest();
    @Nullable Object label = node.tag();
    if (label == null) {
      label = manifest.platform();
    }
    if (label == null) {
      label = manifest.artifactType();
    }
    return String.valueOf(label == null ? manifest.mediaType() : label);
  }
}
