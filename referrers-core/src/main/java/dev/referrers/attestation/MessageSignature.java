package dev.referrers.attestation;

import dev.referrers.oci.Digest;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * A signature over the subject's own bytes: for an image, those of its manifest.
 *
 * @param messageDigest what its signer says the digest of those bytes is: a means to find them,
 *     never a proof; null when nothing is said
 */
public record MessageSignature(ByteString signature, @Nullable Digest messageDigest)
    implements Content {}
