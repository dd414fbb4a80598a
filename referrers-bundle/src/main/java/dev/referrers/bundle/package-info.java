/**
 * Sigstore bundles: an attestation with all that verifies it, and the verifier that trusts a root.
 */
@NullMarked
package dev.referrers.bundle;

import org.jspecify.annotations.NullMarked;
