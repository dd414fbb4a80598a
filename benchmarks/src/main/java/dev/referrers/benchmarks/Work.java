package dev.referrers.benchmarks;

import dev.referrers.Registry;
import dev.referrers.oci.Descriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Something that both clients do.
 *
 * @param times how often it is done in one round, so that rounds take about the same time
 */
record Work(String name, int times, Operation operation) {

  interface Operation {

    /**
     * Does it once.
     *
     * @throws IllegalStateException when the client did not do all of it
     */
    void run(Client client) throws IOException;
  }

  Work atMost(int mostTimes) {
    return new Work(name, Math.min(times, mostTimes), operation);
  }

  static List<Work> all(String host, Path file) throws IOException {
    Registry registry = Registry.at(host).allowPlainHttp(host).build();
    var all = new ArrayList<Work>();
    for (int referrers : ServerProcess.LISTS) {
      String repository = ServerProcess.list(referrers);
      Descriptor image = registry.repository(repository).resolve("v1");
      all.add(
          new Work(
              "list " + referrers + " referrers",
              Math.max(1000 / referrers, 10),
              client -> require(client, referrers, client.list(repository, image))));
    }
    all.add(publication(registry, file));
    Descriptor blob = Descriptor.of("text/plain", Samples.text(ServerProcess.BLOB_BYTES));
    all.add(
        new Work(
            "fetch a blob of 1 MiB",
            10,
            client -> require(client, (int) blob.size(), client.fetch(ServerProcess.FETCH, blob))));
    return all;
  }

  private static Work publication(Registry registry, Path file) throws IOException {
    Descriptor image = registry.repository(ServerProcess.publish("referrers")).resolve("v1");
    return new Work(
        "publish an artefact",
        20,
        client -> {
          Files.writeString(file, System.nanoTime() + Samples.text(4000).utf8());
          client.publish(ServerProcess.publish(client.name()), image, file);
        });
  }

  private static void require(Client client, int expected, int actual) {
    if (expected != actual) {
      throw new IllegalStateException(
          client.name() + " needs to get " + expected + " but got " + actual);
    }
  }
}
