/**
 * Strict JSON over Moshi's streaming reader and writer. What is read here was checked to be RFC
 * 8259 JSON without repeated members, and every complaint names its place.
 */
@NullMarked
package dev.referrers.json;

import org.jspecify.annotations.NullMarked;
