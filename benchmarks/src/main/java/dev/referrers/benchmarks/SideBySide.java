package dev.referrers.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * This library and oras-java on the same server, in turns. Prints a line of JSON for each kind of
 * work: the median time of one operation over all rounds, its requests as the server counts them,
 * and their ratios, ours by theirs.
 */
public final class SideBySide {

  private final Server server;
  private final Client ours;
  private final Client theirs;
  private final int rounds;

  private SideBySide(Server server, Client ours, Client theirs, int rounds) {
    this.server = server;
    this.ours = ours;
    this.theirs = theirs;
    this.rounds = rounds;
  }

  /**
   * Runs it.
   *
   * @param args number of rounds, 60 unless given; half as many go before to warm up
   */
  public static void main(String[] args) throws IOException {
    int rounds = args.length == 0 ? 60 : Integer.parseInt(args[0]);
    run(rounds, Integer.MAX_VALUE).forEach(System.out::println);
  }

  /**
   * Compares all kinds of work.
   *
   * @param mostTimes no work is done more often in one round
   */
  static List<String> run(int rounds, int mostTimes) throws IOException {
    Path file = Files.createTempFile("artefact", ".json");
    try (var server = Server.start(ServerProcess.class, List.of("referrers", "oras-java"));
        var ours = new OurClient(server.host);
        var theirs = new OrasJavaClient(server.host)) {
      var run = new SideBySide(server, ours, theirs, rounds);
      var lines = new ArrayList<String>();
      for (Work work : Work.all(server.host, file)) {
        lines.add(run.compare(work.atMost(mostTimes)));
      }
      return lines;
    } finally {
      Files.delete(file);
    }
  }

  private String compare(Work work) throws IOException {
    for (int round = 0; round < (rounds + 1) / 2; round++) {
      time(ours, work);
      time(theirs, work);
    }
    double[] ourTimes = new double[rounds];
    double[] theirTimes = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      boolean first = round % 2 == 0;
      if (first) {
        ourTimes[round] = time(ours, work);
      }
      theirTimes[round] = time(theirs, work);
      if (!first) {
        ourTimes[round] = time(ours, work);
      }
    }
    return line(
        work, median(ourTimes), median(theirTimes), requests(ours, work), requests(theirs, work));
  }

  /** Microseconds of one operation. */
  private static double time(Client client, Work work) throws IOException {
    long start = System.nanoTime();
    for (int i = 0; i < work.times(); i++) {
      work.operation().run(client);
    }
    return (System.nanoTime() - start) / 1e3 / work.times();
  }

  private int requests(Client client, Work work) throws IOException {
    server.requests();
    work.operation().run(client);
    return server.requests();
  }

  private static double median(double[] times) {
    double[] sorted = times.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private String line(Work work, double ours, double theirs, int ourRequests, int theirRequests) {
    return String.format(
        Locale.ROOT,
        "{\"work\":\"%s\",\"rounds\":%d,\"operationsPerRound\":%d,\"oursMicros\":%.1f,"
            + "\"theirsMicros\":%.1f,\"timeRatio\":%.2f,\"oursRequests\":%d,\"theirsRequests\":%d,"
            + "\"requestRatio\":%.2f}",
        work.name(),
        rounds,
        work.times(),
        ours,
        theirs,
        ours / theirs,
        ourRequests,
        theirRequests,
        (double) ourRequests / theirRequests);
  }
}
