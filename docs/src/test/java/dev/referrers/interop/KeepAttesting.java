package dev.referrers.interop;

import dev.referrers.AttestationPublisher;
import dev.referrers.Registry;
import dev.referrers.attestation.Attestation;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Repository;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * A process that attests its subjects under cosign's tags, one after the other and over again,
 * until its input has something. Prints {@code ready}, then subject and signature of each that was
 * acknowledged.
 *
 * <p>Arguments: host, repository, directory of the key {@code p256}, digests of the subjects.
 */
final class KeepAttesting implements AutoCloseable {

  private final Process process;
  private final BufferedReader output;

  private KeepAttesting(Process process) throws IOException {
    this.process = process;
    this.output = process.inputReader(StandardCharsets.UTF_8);
    ManyProcesses.expectReady(process);
  }

  static KeepAttesting start(Peer peer, String repository, Path home, List<Descriptor> subjects)
      throws IOException {
    List<String> words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                KeepAttesting.class.getName(),
                peer.host(),
                repository,
                home.toString()));
    subjects.forEach(each -> words.add(each.digest().toString()));
    return new KeepAttesting(
        new ProcessBuilder(words).redirectError(home.resolve("attesting.err").toFile()).start());
  }

  /** Ends it; what was acknowledged until then. */
  Set<String> stop() throws IOException, InterruptedException {
    ManyProcesses.go(process);
    Set<String> acknowledged = new TreeSet<>(output.lines().toList());
    if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new AssertionError("The attesting process did not end well");
    }
    return acknowledged;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  @SuppressWarnings("SystemOut") // its output is its result
  public static void main(String[] arguments) throws Exception {
    Repository repository =
        Registry.at(arguments[0]).allowPlainHttp(arguments[0]).build().repository(arguments[1]);
    KeyFiles key = KeyFiles.open("p256", Path.of(arguments[2]));
    AttestationPublisher tags = MixedImages.tags(repository);
    System.out.println("ready");
    for (int i = 0; System.in.available() == 0; i++) {
      Descriptor subject = repository.resolve(arguments[3 + i % (arguments.length - 3)]);
      Attestation attestation =
          MixedImages.attestation(key, subject, "https://example.org/during/" + i);
      tags.publish(subject, attestation);
      System.out.println(subject.digest() + " " + MixedImages.signature(attestation));
    }
  }
}
