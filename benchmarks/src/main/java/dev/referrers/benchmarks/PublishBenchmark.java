package dev.referrers.benchmarks;

import dev.referrers.Publication;
import dev.referrers.ReferrerPublisher;
import dev.referrers.attestation.Artifact;
import dev.referrers.attestation.Attestation;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Blob;
import dev.referrers.testing.Behaviour;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import okio.ByteString;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Publishing an artefact of 4 KiB on a registry in the same process that has the referrers API. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@SuppressWarnings("NullAway.Init") // set up by JMH
public class PublishBenchmark {

  private static final String REST = Samples.text(4000).utf8();

  private LocalRegistry registry;
  private ReferrerPublisher publisher;
  private Descriptor image;
  private int number;

  /** Each iteration has a registry of its own, for it keeps all that is pushed. */
  @Setup(Level.Iteration)
  public void start() throws IOException {
    registry = new LocalRegistry(Behaviour.specified());
    image = registry.server.repository("acme/api").pushImage("v1");
    publisher = ReferrerPublisher.into(registry.repository).build();
    publish(); // the first one asks the referrers API too
  }

  @Benchmark
  public Publication publish() throws IOException {
    ByteString content = ByteString.encodeUtf8(number++ + REST);
    var artifact = Artifact.of(Samples.ARTIFACT_TYPE, Blob.of(Samples.ARTIFACT_TYPE, content));
    return publisher.publish(image, Attestation.of(artifact));
  }

  @TearDown(Level.Iteration)
  public void stop() {
    registry.close();
  }
}
