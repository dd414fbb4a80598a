package dev.referrers.benchmarks;

import dev.referrers.attestation.Attestation;
import dev.referrers.bundle.SigstoreBundle;
import dev.sigstore.bundle.Bundle;
import dev.sigstore.bundle.BundleParseException;
import java.io.IOException;
import java.io.StringReader;
import java.util.concurrent.TimeUnit;
import okio.ByteString;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Reading a bundle of version 0.3 with an envelope, a certificate and a log entry; writing it,
 * which sigstore-java 2.0.0 does once for each bundle in memory and then remembers.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@SuppressWarnings("NullAway.Init") // set up by JMH
public class BundleBenchmark {

  private ByteString json;
  private String text;
  private Attestation ours;

  @Setup
  public void read() throws IOException {
    json = new ConformanceCase("happy-path-intoto-in-dsse-v3").bundle();
    text = json.utf8();
    Attestation attestation = parse();
    // without the bytes it came from, which would be given as they are
    ours = Attestation.of(attestation.content(), attestation.material());
  }

  @Benchmark
  public Attestation parse() throws IOException {
    return SigstoreBundle.parse(json);
  }

  @Benchmark
  public Bundle parseBySigstoreJava() throws BundleParseException {
    return Bundle.from(new StringReader(text));
  }

  @Benchmark
  public ByteString write() {
    return SigstoreBundle.write(ours);
  }
}
