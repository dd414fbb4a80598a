/** Tests of the fake registry, by a bare HTTP client and its public API. Not published. */
@NullMarked
package dev.referrers.testing.conformance;

import org.jspecify.annotations.NullMarked;
