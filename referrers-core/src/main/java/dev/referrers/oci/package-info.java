/**
 * The values of the OCI specifications: names, digests and descriptors. No input or output here.
 */
@NullMarked
package dev.referrers.oci;

import org.jspecify.annotations.NullMarked;
