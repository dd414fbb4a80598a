/** Sigstore bundles: attestations with their verification material in one JSON document. */
@NullMarked
package dev.referrers.bundle;

import org.jspecify.annotations.NullMarked;
