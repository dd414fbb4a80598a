/** Signing and verifying with keys, by what the JDK has. */
@NullMarked
package dev.referrers.key;

import org.jspecify.annotations.NullMarked;
