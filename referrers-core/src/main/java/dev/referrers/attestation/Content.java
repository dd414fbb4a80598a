package dev.referrers.attestation;

/**
 * What an attestation says. Publishers refuse the kinds that their layout can't hold.
 *
 * <p>More kinds will join before 1.0, so treat one that you don't know as not supported.
 */
public sealed interface Content
    permits Artifact, Envelope, MessageSignature, SimpleSigning, UnsignedStatement {}
