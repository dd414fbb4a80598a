package dev.referrers.benchmarks;

import dev.referrers.attestation.Subject;
import dev.referrers.bundle.CertificateIdentity;
import dev.referrers.oci.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import okio.ByteString;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/** A bundle of sigstore-conformance that is to be accepted, and what it is verified with. */
record ConformanceCase(String name) {

  static final String IDENTITY =
      "https://github.com/sigstore-conformance/extremely-dangerous-public-oidc-beacon/.github"
          + "/workflows/extremely-dangerous-oidc-beacon.yml@refs/heads/main";
  static final String ISSUER = "https://token.actions.githubusercontent.com";

  ByteString bundle() {
    return bytes("cases/" + name + "/bundle.sigstore.json");
  }

  /** Its own root where it has one, else that of the public instance. */
  ByteString trustedRoot() {
    ByteString own = read("cases/" + name + "/trusted_root.json");
    return own == null ? bytes("prod_trusted_root.json") : own;
  }

  String key() {
    return bytes("cases/" + name + "/key.pub").utf8();
  }

  CertificateIdentity identity() {
    return CertificateIdentity.of(IDENTITY, ISSUER);
  }

  Subject subject() {
    return Subject.of(Digest.sha256(artifact()));
  }

  ByteString artifact() {
    return bytes("cases/a.txt");
  }

  private static ByteString bytes(String path) {
    ByteString bytes = read(path);
    if (bytes == null) {
      throw new IllegalStateException("Conformance data needs " + path);
    }
    return bytes;
  }

  private static @Nullable ByteString read(String path) {
    try (InputStream in = ConformanceCase.class.getResourceAsStream("/conformance/" + path)) {
      return in == null ? null : Okio.buffer(Okio.source(in)).readByteString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
