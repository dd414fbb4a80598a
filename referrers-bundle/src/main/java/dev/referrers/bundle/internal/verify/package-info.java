/**
 * The checks of a signature and of what comes with it, one class each. Every check that fails
 * throws {@link dev.referrers.bundle.internal.verify.RejectedException}, and nothing else.
 */
@NullMarked
package dev.referrers.bundle.internal.verify;

import org.jspecify.annotations.NullMarked;
