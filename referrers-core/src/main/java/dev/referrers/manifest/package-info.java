/**
 * Manifests: image manifests, image indexes and what else registries hold, each with its exact
 * bytes.
 */
@NullMarked
package dev.referrers.manifest;

import org.jspecify.annotations.NullMarked;
