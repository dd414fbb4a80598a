/** What may depend on what. */
@NullMarked
package dev.referrers.bundle.architecture;

import org.jspecify.annotations.NullMarked;
