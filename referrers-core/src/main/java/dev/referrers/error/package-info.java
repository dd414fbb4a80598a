/**
 * What can go wrong between us and a registry. Every type extends {@link
 * dev.referrers.error.RegistryException}; a caller's own mistakes are {@link
 * java.lang.IllegalArgumentException}s instead.
 */
@NullMarked
package dev.referrers.error;

import org.jspecify.annotations.NullMarked;
