/** Reading the places that list referrers, one at a time. */
@NullMarked
package dev.referrers.internal.listing;

import org.jspecify.annotations.NullMarked;
