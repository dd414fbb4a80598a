/** Repositories in the form of an OCI image layout: in a directory, or in memory. */
@NullMarked
package dev.referrers.internal.layout;

import org.jspecify.annotations.NullMarked;
