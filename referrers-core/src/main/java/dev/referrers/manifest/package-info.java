/** Manifests with their exact bytes. */
@NullMarked
package dev.referrers.manifest;

import org.jspecify.annotations.NullMarked;
