/**
 * The one attestation model that every layout is an encoding of, and the interfaces of those who
 * sign and verify it.
 */
@NullMarked
package dev.referrers.attestation;

import org.jspecify.annotations.NullMarked;
