package dev.referrers.repository;

import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import org.jspecify.annotations.Nullable;

/**
 * What a repository said when it took a manifest.
 *
 * @param acknowledgedSubject the digest in {@code OCI-Subject}: the registry promises to list the
 *     manifest among the referrers of it; null when there was no such header, or no digest in it
 */
public record PushedManifest(Descriptor manifest, @Nullable Digest acknowledgedSubject) {}
