package dev.referrers.benchmarks;

import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.Expectation;
import dev.referrers.attestation.Subject;
import dev.referrers.attestation.Verdict.Verified;
import dev.referrers.bundle.SigstoreBundle;
import dev.referrers.bundle.SigstoreVerifier;
import dev.referrers.bundle.TrustedRoot;
import dev.sigstore.KeylessVerificationException;
import dev.sigstore.KeylessVerifier;
import dev.sigstore.TrustedRootProvider;
import dev.sigstore.VerificationOptions;
import dev.sigstore.VerificationOptions.CertificateMatcher;
import dev.sigstore.bundle.Bundle;
import dev.sigstore.strings.StringMatcher;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Verifying a bundle that was read before, by identity and issuer, with a trusted root on disk. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@SuppressWarnings("NullAway.Init") // set up by JMH
public class VerifyKeylessBenchmark {

  /** A signature and an attestation in Rekor v1, a timestamped signature in Rekor v2. */
  @Param({"happy-path-v0.3-new-mediaType", "happy-path-intoto-in-dsse-v3", "rekor2-happy-path"})
  public String bundle;

  private Attestation ours;
  private Subject subject;
  private SigstoreVerifier verifier;

  private Bundle theirs;
  private byte[] digest;
  private VerificationOptions options;
  private KeylessVerifier theirVerifier;

  @Setup
  public void read() throws Exception {
    var example = new ConformanceCase(bundle);
    ours = SigstoreBundle.parse(example.bundle());
    subject = example.subject();
    verifier = SigstoreVerifier.of(TrustedRoot.parse(example.trustedRoot()), example.identity());

    theirs = Bundle.from(new StringReader(example.bundle().utf8()));
    digest = example.artifact().sha256().toByteArray();
    options =
        VerificationOptions.builder()
            .addCertificateMatchers(
                CertificateMatcher.fulcio()
                    .subjectAlternativeName(StringMatcher.string(ConformanceCase.IDENTITY))
                    .issuer(StringMatcher.string(ConformanceCase.ISSUER))
                    .build())
            .build();
    theirVerifier = theirVerifier(example);
  }

  private static KeylessVerifier theirVerifier(ConformanceCase example) throws Exception {
    Path root = Files.createTempFile("trusted_root", ".json");
    try {
      Files.write(root, example.trustedRoot().toByteArray());
      return KeylessVerifier.builder().trustedRootProvider(TrustedRootProvider.from(root)).build();
    } finally {
      Files.delete(root);
    }
  }

  @Benchmark
  public Verified verify() {
    return (Verified) verifier.verify(ours, subject, Expectation.ANY);
  }

  @Benchmark
  public void verifyBySigstoreJava() throws KeylessVerificationException {
    theirVerifier.verify(digest, theirs, options);
  }
}
