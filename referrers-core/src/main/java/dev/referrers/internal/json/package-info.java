/**
 * Strict JSON, written with Moshi's streaming writer. What is read here was checked to be RFC 8259
 * JSON without repeated members, and every complaint names its place.
 */
@NullMarked
package dev.referrers.internal.json;

import org.jspecify.annotations.NullMarked;
