/** The one attestation model that every layout is an encoding of. */
@NullMarked
package dev.referrers.attestation;

import org.jspecify.annotations.NullMarked;
