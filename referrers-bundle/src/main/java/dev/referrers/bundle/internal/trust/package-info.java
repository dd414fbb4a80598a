/**
 * What a trusted root says: the keys and authorities that signatures lead to, and when they held.
 */
@NullMarked
package dev.referrers.bundle.internal.trust;

import org.jspecify.annotations.NullMarked;
