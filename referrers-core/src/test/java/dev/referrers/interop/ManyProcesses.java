package dev.referrers.interop;

import dev.referrers.oci.Descriptor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Several JVMs that publish to one subject at once, with {@link PublishMany}. */
record ManyProcesses(int processes, int publications, int threads, long settleMillis, Path errors) {

  /**
   * What became of all publications.
   *
   * @param acknowledged digests of manifests
   * @param errors simple names of exceptions
   * @param millis from the start of the first publication to the end of the last
   */
  record Result(List<String> acknowledged, List<String> errors, long millis) {}

  Result publish(String host, String repository, Descriptor subject) throws Exception {
    List<Process> running = new ArrayList<>();
    try {
      for (int i = 0; i < processes; i++) {
        running.add(start(host, repository, subject, "p" + i));
      }
      for (Process process : running) {
        expectReady(process);
      }
      long start = System.nanoTime();
      for (Process process : running) {
        go(process);
      }
      return collect(running, start);
    } finally {
      running.forEach(Process::destroyForcibly);
    }
  }

  Process start(String host, String repository, Descriptor subject, String name)
      throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-cp",
            System.getProperty("java.class.path"),
            PublishMany.class.getName(),
            host,
            repository,
            subject.digest().toString(),
            Long.toString(subject.size()),
            name,
            Integer.toString(publications),
            Integer.toString(threads),
            Long.toString(settleMillis))
        .redirectError(errors.resolve(name + ".err").toFile())
        .start();
  }

  static void expectReady(Process process) throws IOException {
    String line = process.inputReader(StandardCharsets.UTF_8).readLine();
    if (!"ready".equals(line)) {
      throw new AssertionError("Expected ready but was " + line);
    }
  }

  static void go(Process process) throws IOException {
    try (Writer in = process.outputWriter(StandardCharsets.UTF_8)) {
      in.write('\n');
    }
  }

  private static Result collect(List<Process> running, long start) throws Exception {
    List<String> acknowledged = new ArrayList<>();
    List<String> errors = new ArrayList<>();
    for (Process process : running) {
      BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        String[] words = line.split(" ", 2);
        (words[0].equals("ok") ? acknowledged : errors).add(words[1]);
      }
      if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new AssertionError("A publishing process did not end well");
      }
    }
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    return new Result(acknowledged, errors, millis);
  }
}
