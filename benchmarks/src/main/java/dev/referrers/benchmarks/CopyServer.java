package dev.referrers.benchmarks;

import dev.referrers.oci.Descriptor;
import dev.referrers.oci.MediaTypes;
import dev.referrers.testing.Behaviour;
import dev.referrers.testing.FakeRegistry;
import dev.referrers.testing.FakeRepository;
import dev.referrers.testing.Route;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import okio.ByteString;

/**
 * The program of the other process: two registries, of which the first holds an image with many
 * referrers. Prints their hosts, then for each line on its input the number of requests to both
 * since the line before. Ends with its input.
 *
 * <p>Arguments: how many referrers, latency in milliseconds.
 */
final class CopyServer {

  static final String SOURCE = "bench/source";

  private CopyServer() {}

  public static void main(String[] args) throws IOException {
    Behaviour behaviour =
        Behaviour.specified().withLatency(Duration.ofMillis(Long.parseLong(args[1])));
    try (var from = FakeRegistry.start(behaviour);
        var to = FakeRegistry.start(behaviour);
        var commands =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      fill(from.repository(SOURCE), Integer.parseInt(args[0]));
      System.out.println(from.host() + " " + to.host());
      while (commands.readLine() != null) {
        System.out.println(from.count(Route.ANY) + to.count(Route.ANY));
        from.resetRequests();
        to.resetRequests();
      }
    }
  }

  private static void fill(FakeRepository repository, int referrers) {
    Descriptor image = repository.pushImage("v1");
    repository.pushBlob(ByteString.encodeUtf8("{}"));
    for (int number = 0; number < referrers; number++) {
      Descriptor payload =
          repository.pushBlob(ByteString.encodeUtf8(number + Samples.text(4000).utf8()));
      String manifest =
          """
          {"schemaVersion":2,"mediaType":"%s","artifactType":"%s",\
          "config":{"mediaType":"%s","digest":"%s","size":2},\
          "layers":[{"mediaType":"%s","digest":"%s","size":%d}],\
          "subject":{"mediaType":"%s","digest":"%s","size":%d}}"""
              .formatted(
                  MediaTypes.IMAGE_MANIFEST,
                  Samples.ARTIFACT_TYPE,
                  MediaTypes.EMPTY_JSON,
                  Descriptor.EMPTY_JSON.digest(),
                  Samples.ARTIFACT_TYPE,
                  payload.digest(),
                  payload.size(),
                  image.mediaType(),
                  image.digest(),
                  image.size());
      repository.pushManifest(MediaTypes.IMAGE_MANIFEST, ByteString.encodeUtf8(manifest));
    }
  }
}
