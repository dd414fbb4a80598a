/** TUF repositories, by sigstore-java's client. */
@NullMarked
package dev.referrers.bundle.internal.sigstore;

import org.jspecify.annotations.NullMarked;
