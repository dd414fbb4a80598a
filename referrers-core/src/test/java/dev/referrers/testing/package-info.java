/**
 * An in-memory OCI registry for tests, published under the classifier {@code testing}.
 *
 * <p>{@link dev.referrers.testing.FakeRegistry} does what the distribution specification says until
 * a {@link dev.referrers.testing.Behaviour} or a {@link dev.referrers.testing.Fault} tells it
 * otherwise. It needs MockWebServer ({@code com.squareup.okhttp3:mockwebserver3}) at run time and
 * no test framework.
 */
@NullMarked
package dev.referrers.testing;

import org.jspecify.annotations.NullMarked;
