package dev.referrers.benchmarks;

import dev.referrers.oci.Descriptor;
import dev.referrers.testing.FakeRegistry;
import dev.referrers.testing.FakeRepository;
import dev.referrers.testing.Route;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import okio.ByteString;

/**
 * The program of the other process: a registry with something to list and to fetch. Prints its host
 * and port, then for each line on its input the number of requests since the line before. Ends with
 * its input.
 */
final class ServerProcess {

  static final List<Integer> LISTS = List.of(10, 1000);
  static final String FETCH = "bench/fetch";
  static final int BLOB_BYTES = 1 << 20;

  private ServerProcess() {}

  /** The repository whose image has so many referrers. */
  static String list(int referrers) {
    return "bench/list" + referrers;
  }

  /** The repository that a client publishes to. */
  static String publish(String client) {
    return "bench/publish-" + client;
  }

  public static void main(String[] args) throws IOException {
    try (var server = FakeRegistry.start();
        var commands =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      fill(server, args);
      System.out.println(server.host());
      while (commands.readLine() != null) {
        System.out.println(server.count(Route.ANY));
        server.resetRequests();
      }
    }
  }

  private static void fill(FakeRegistry server, String[] clients) {
    for (int referrers : LISTS) {
      FakeRepository repository = server.repository(list(referrers));
      Descriptor image = repository.pushImage("v1");
      repository.addReferrers(image, referrers, Samples.ARTIFACT_TYPE);
    }
    server.repository(FETCH).pushBlob(Samples.text(BLOB_BYTES));
    for (String client : clients) {
      FakeRepository repository = server.repository(publish(client));
      repository.pushImage("v1");
      repository.pushBlob(ByteString.encodeUtf8("{}")); // oras-java does not push it to attach
    }
  }
}
