/** What holds for the module as a whole: arrows between packages, signatures, dependencies. */
@NullMarked
package dev.referrers.architecture;

import org.jspecify.annotations.NullMarked;
