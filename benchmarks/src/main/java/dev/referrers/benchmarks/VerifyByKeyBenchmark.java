package dev.referrers.benchmarks;

import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.AttestationVerifier;
import dev.referrers.attestation.Expectation;
import dev.referrers.attestation.Subject;
import dev.referrers.attestation.Verdict.Verified;
import dev.referrers.bundle.SigstoreBundle;
import dev.referrers.bundle.SigstoreVerifier;
import dev.referrers.bundle.TrustedRoot;
import dev.referrers.key.KeyVerifier;
import dev.referrers.key.PublicKeys;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Verifying a bundle that was read before, by a key on the curve P-256: the signature alone, and
 * its log entry and timestamp too. sigstore-java 2.0.0 verifies nothing by key.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@SuppressWarnings("NullAway.Init") // set up by JMH
public class VerifyByKeyBenchmark {

  private Attestation bundle;
  private Subject subject;
  private AttestationVerifier key;
  private AttestationVerifier keyAndLog;

  @Setup
  public void read() throws IOException {
    var example = new ConformanceCase("managed-key-happy-path");
    bundle = SigstoreBundle.parse(example.bundle());
    subject = example.subject();
    var publicKey = PublicKeys.parsePem(example.key());
    key = KeyVerifier.of(publicKey);
    keyAndLog = SigstoreVerifier.of(TrustedRoot.parse(example.trustedRoot()), publicKey);
  }

  @Benchmark
  public Verified key() {
    return (Verified) key.verify(bundle, subject, Expectation.ANY);
  }

  @Benchmark
  public Verified keyAndLog() {
    return (Verified) keyAndLog.verify(bundle, subject, Expectation.ANY);
  }
}
