/** Runs everything once, so that it can't rot. */
@NullMarked
package dev.referrers.benchmarks;

import org.jspecify.annotations.NullMarked;
