/** The steps of a publication that don't depend on who asked for it. */
@NullMarked
package dev.referrers.internal.publish;

import org.jspecify.annotations.NullMarked;
