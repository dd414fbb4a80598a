/** The only package that knows sigstore-java: its client of TUF repositories. */
@NullMarked
package dev.referrers.bundle.internal.sigstore;

import org.jspecify.annotations.NullMarked;
