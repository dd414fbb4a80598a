package dev.referrers.testing;

import dev.referrers.oci.Digest;
import okio.ByteString;

/**
 * A manifest that the registry holds.
 *
 * @param mediaType under which it was pushed
 * @param digest under which it was pushed; sha256 when it came by tag
 * @param bytes exactly as pushed
 */
public record StoredManifest(String mediaType, Digest digest, ByteString bytes) {}
