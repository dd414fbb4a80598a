/** What other tools see of what no module alone can store. */
@NullMarked
package dev.referrers.interop;

import org.jspecify.annotations.NullMarked;
