/** Tests with real services and clients. */
@NullMarked
package dev.referrers.bundle.interop;

import org.jspecify.annotations.NullMarked;
