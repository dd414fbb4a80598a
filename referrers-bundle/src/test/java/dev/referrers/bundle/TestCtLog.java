package dev.referrers.bundle;

import java.security.KeyPair;
import java.time.Instant;
import okio.Buffer;
import okio.ByteString;

/** A certificate log, which promises to take whatever it sees. */
record TestCtLog(KeyPair keys) {

  static TestCtLog of() {
    return new TestCtLog(Signing.ecKeys());
  }

  ByteString sct(
      ByteString precertificate, ByteString issuerKeyHash, Instant time, ByteString extensions) {
    var signed =
        new Buffer()
            .writeShort(0)
            .writeLong(time.toEpochMilli())
            .writeShort(1)
            .write(issuerKeyHash)
            .writeByte(precertificate.size() >> 16)
            .writeShort(precertificate.size() & 0xffff)
            .write(precertificate)
            .writeShort(extensions.size())
            .write(extensions);
    var signature = Signing.sign(keys, signed.readByteString());
    return new Buffer()
        .writeByte(0)
        .write(Signing.spki(keys).sha256())
        .writeLong(time.toEpochMilli())
        .writeShort(extensions.size())
        .write(extensions)
        .writeShort(0x0403)
        .writeShort(signature.size())
        .write(signature)
        .readByteString();
  }

  String json(String validFor) {
    return """
    {"baseUrl":"https://ct.test","publicKey":{"rawBytes":"%s","validFor":%s}}"""
        .formatted(Signing.spki(keys).base64(), validFor);
  }
}
