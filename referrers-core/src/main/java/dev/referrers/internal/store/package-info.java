/** What every kind of repository does alike. */
@NullMarked
package dev.referrers.internal.store;

import org.jspecify.annotations.NullMarked;
