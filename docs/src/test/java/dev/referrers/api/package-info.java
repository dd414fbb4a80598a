/** The public API, as text that a change to it shows in. */
@NullMarked
package dev.referrers.api;

import org.jspecify.annotations.NullMarked;
