/** Doing things side by side, in time. */
@NullMarked
package dev.referrers.internal.concurrent;

import org.jspecify.annotations.NullMarked;
