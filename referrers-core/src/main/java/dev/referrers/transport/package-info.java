/**
 * How to talk to registries: credentials, limits, retries, what is known about each, and listening.
 */
@NullMarked
package dev.referrers.transport;

import org.jspecify.annotations.NullMarked;
