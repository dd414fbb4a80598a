/**
 * Where manifests and blobs are kept: the few primitive operations that a registry, a directory or
 * the memory of this process can offer. Everything composed is written once, over these.
 */
@NullMarked
package dev.referrers.repository;

import org.jspecify.annotations.NullMarked;
