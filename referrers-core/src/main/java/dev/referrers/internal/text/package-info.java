/** Text from outside. */
@NullMarked
package dev.referrers.internal.text;

import org.jspecify.annotations.NullMarked;
