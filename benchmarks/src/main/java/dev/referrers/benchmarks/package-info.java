/** Measures this library: alone with JMH, and beside another client on the same server. */
@NullMarked
package dev.referrers.benchmarks;

import org.jspecify.annotations.NullMarked;
