package dev.referrers.benchmarks;

import dev.referrers.error.MalformedContentException;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.MediaTypes;
import java.util.concurrent.TimeUnit;
import okio.ByteString;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Reading manifests from bytes, their digest included. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ParseBenchmark {

  private final ByteString index = Samples.listOf(10_000);
  private final ByteString manifest =
      ImageManifest.builder(Descriptor.EMPTY_JSON)
          .artifactType(Samples.ARTIFACT_TYPE)
          .addLayer(Descriptor.of(Samples.ARTIFACT_TYPE, Samples.text(4096)))
          .subject(Descriptor.of(MediaTypes.IMAGE_MANIFEST, Samples.text(512)))
          .annotations(Annotations.of("org.opencontainers.image.created", "2026-11-24T00:00:00Z"))
          .build()
          .bytes();

  @Benchmark
  public Manifest indexOf10000() throws MalformedContentException {
    return Manifest.parse("Index", MediaTypes.IMAGE_INDEX, index);
  }

  @Benchmark
  public Manifest manifest() throws MalformedContentException {
    return Manifest.parse("Manifest", MediaTypes.IMAGE_MANIFEST, manifest);
  }
}
