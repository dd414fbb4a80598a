/** The referrers tag: its name, its content, and its upkeep without lost updates. */
@NullMarked
package dev.referrers.internal.tag;

import org.jspecify.annotations.NullMarked;
