/** Short programs that show the library and let anyone try it on a real registry. */
@NullMarked
package dev.referrers.examples;

import org.jspecify.annotations.NullMarked;
