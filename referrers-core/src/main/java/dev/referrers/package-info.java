/** Publish and discover signatures, attestations and other artefacts next to container images. */
@NullMarked
package dev.referrers;

import org.jspecify.annotations.NullMarked;
