package dev.referrers.benchmarks;

import dev.referrers.Copy;
import dev.referrers.Registry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An image with 100 referrers goes from one registry to another, whose answers take 5 ms: by this
 * library, by {@code oras cp -r} and by {@code regctl image copy --referrers --digest-tags}, in
 * turns. Prints a line of JSON for each: the median time of a copy, and its requests as the
 * registries count them. The times of the two programs contain their start.
 */
public final class CopySideBySide {

  /** Copies to a repository that is new. */
  private interface Copying {
    void run(String repository) throws IOException, InterruptedException;
  }

  private final Server server;
  private final Path home;
  private final String from;
  private final String to;
  private int copies;

  private CopySideBySide(Server server, Path home) {
    this.server = server;
    this.home = home;
    String[] hosts = server.host.split(" ", -1);
    this.from = hosts[0];
    this.to = hosts[1];
  }

  /**
   * Runs it.
   *
   * @param args the programs oras and regctl, and the number of rounds, 10 unless given; two go
   *     before to warm up
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    int rounds = args.length < 3 ? 10 : Integer.parseInt(args[2]);
    Path home = Files.createTempDirectory("side-by-side");
    try (var server = Server.start(CopyServer.class, List.of("100", "5"))) {
      new CopySideBySide(server, home).compare(args[0], args[1], rounds);
    }
  }

  private void compare(String oras, String regctl, int rounds)
      throws IOException, InterruptedException {
    Map<String, Copying> clients = new LinkedHashMap<>();
    clients.put("referrers", this::ours);
    clients.put("oras cp -r", repository -> oras(oras, repository));
    clients.put("regctl image copy", repository -> regctl(regctl, repository));
    for (String host : List.of(from, to)) {
      program(regctl, "registry", "set", "--tls", "disabled", host);
    }
    Map<String, double[]> times = new LinkedHashMap<>();
    Map<String, Integer> requests = new LinkedHashMap<>();
    for (int round = -2; round < rounds; round++) {
      for (var each : clients.entrySet()) {
        server.requests();
        double time = time(each.getValue());
        requests.put(each.getKey(), server.requests());
        if (round >= 0) {
          times.computeIfAbsent(each.getKey(), any -> new double[rounds])[round] = time;
        }
      }
    }
    times.forEach((name, all) -> print(name, all, requests.getOrDefault(name, 0)));
  }

  private void ours(String repository) throws IOException {
    Copy.between(
            Registry.at(from).allowPlainHttp(from).build().repository(CopyServer.SOURCE),
            Registry.at(to).allowPlainHttp(to).build().repository(repository))
        .build()
        .copy("v1", "v1");
  }

  private void oras(String oras, String repository) throws IOException, InterruptedException {
    String plain = "--%s-plain-http";
    program(
        oras, "cp", "-r", plain.formatted("from"), plain.formatted("to"), source(), to(repository));
  }

  private void regctl(String regctl, String repository) throws IOException, InterruptedException {
    program(regctl, "image", "copy", "--referrers", "--digest-tags", source(), to(repository));
  }

  private String source() {
    return from + "/" + CopyServer.SOURCE + ":v1";
  }

  private String to(String repository) {
    return to + "/" + repository + ":v1";
  }

  /** Milliseconds of one copy. */
  private double time(Copying copying) throws IOException, InterruptedException {
    long start = System.nanoTime();
    copying.run("bench/target" + copies++);
    return (System.nanoTime() - start) / 1e6;
  }

  private void program(String... command) throws IOException, InterruptedException {
    Path output = home.resolve("output");
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("HOME", home.toString());
    if (builder.start().waitFor() != 0) {
      throw new IOException(command[0] + ": " + Files.readString(output, StandardCharsets.UTF_8));
    }
  }

  private static void print(String client, double[] times, int requests) {
    System.out.println(
        String.format(
            Locale.ROOT,
            "{\"client\":\"%s\",\"rounds\":%d,\"millis\":%.0f,\"requests\":%d}",
            client,
            times.length,
            median(times),
            requests));
  }

  private static double median(double[] times) {
    double[] sorted = times.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
