/** The steps of a copy that don't depend on how it was asked for. */
@NullMarked
package dev.referrers.internal.copy;

import org.jspecify.annotations.NullMarked;
