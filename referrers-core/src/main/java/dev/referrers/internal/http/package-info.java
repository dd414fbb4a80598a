/** Speaks the distribution protocol with one registry over OkHttp: one class per remote call. */
@NullMarked
package dev.referrers.internal.http;

import org.jspecify.annotations.NullMarked;
