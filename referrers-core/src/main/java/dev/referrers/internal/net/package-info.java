/** What URLs and headers mean, for all that talks HTTP here. */
@NullMarked
package dev.referrers.internal.net;

import org.jspecify.annotations.NullMarked;
