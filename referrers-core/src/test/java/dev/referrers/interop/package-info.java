/** Tests against real registries and clients, which the build's profile {@code interop} runs. */
@NullMarked
package dev.referrers.interop;

import org.jspecify.annotations.NullMarked;
