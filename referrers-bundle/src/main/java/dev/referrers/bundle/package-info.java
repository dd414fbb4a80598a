/**
 * Sigstore bundles: attestations with their verification material in one JSON document, and the
 * verifier that trusts a root.
 */
@NullMarked
package dev.referrers.bundle;

import org.jspecify.annotations.NullMarked;
