/** What cosign keeps in formats of its own. */
@NullMarked
package dev.referrers.cosign;

import org.jspecify.annotations.NullMarked;
