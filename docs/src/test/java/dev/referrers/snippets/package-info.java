/** The Java blocks of the documents, which are compiled and run here. */
@NullMarked
package dev.referrers.snippets;

import org.jspecify.annotations.NullMarked;
