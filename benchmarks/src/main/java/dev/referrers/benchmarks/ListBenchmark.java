package dev.referrers.benchmarks;

import dev.referrers.Referrer;
import dev.referrers.Referrers;
import dev.referrers.oci.Descriptor;
import dev.referrers.testing.Behaviour;
import dev.referrers.testing.Paging;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Listing referrers in pages of 100, by the referrers API of a registry in the same process. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@SuppressWarnings("NullAway.Init") // set up by JMH
public class ListBenchmark {

  @Param({"10", "1000"})
  public int referrers;

  private LocalRegistry registry;
  private Descriptor image;

  @Setup
  public void start() {
    registry = new LocalRegistry(Behaviour.specified().withPaging(Paging.of(100)));
    var stored = registry.server.repository("acme/api");
    image = stored.pushImage("v1");
    stored.addReferrers(image, referrers, Samples.ARTIFACT_TYPE);
  }

  /** The server keeps its requests. */
  @Setup(Level.Iteration)
  public void forgetRequests() {
    registry.server.resetRequests();
  }

  @Benchmark
  public List<Referrer> list() throws IOException {
    return Referrers.in(registry.repository).of(image.digest()).toList();
  }

  @TearDown
  public void stop() {
    registry.close();
  }
}
