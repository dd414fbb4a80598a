package dev.referrers.interop;

import dev.referrers.OciLayout;
import dev.referrers.Publication;
import dev.referrers.ReferrerPublisher;
import dev.referrers.Registry;
import dev.referrers.attestation.Artifact;
import dev.referrers.attestation.Attestation;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.oci.MediaTypes;
import dev.referrers.repository.Blob;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import okio.ByteString;

/**
 * Publishes to one subject from several threads, each with a client of its own. Prints {@code
 * ready} and waits for a line; then {@code ok} and the manifest's digest for each publication that
 * was acknowledged, and {@code error} and the exception's class for each that was not.
 *
 * <p>Arguments: host or {@code oci}, repository or directory, subject's digest, subject's size,
 * name of this process, how many publications, how many threads, settle window in milliseconds.
 */
final class PublishMany {

  private final String[] arguments;

  private PublishMany(String[] arguments) {
    this.arguments = arguments;
  }

  public static void main(String[] arguments) throws Exception {
    var program = new PublishMany(arguments);
    int threads = Integer.parseInt(arguments[6]);
    List<Thread> running = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      int first = i;
      ReferrerPublisher publisher = program.publisher();
      running.add(new Thread(() -> program.publish(publisher, first, threads)));
    }
    say("ready");
    if (System.in.read() >= 0) {
      running.forEach(Thread::start);
    }
    for (Thread thread : running) {
      thread.join();
    }
  }

  private ReferrerPublisher publisher() throws IOException {
    return ReferrerPublisher.into(repository())
        .settle(Duration.ofMillis(Long.parseLong(arguments[7])))
        .build();
  }

  private Repository repository() throws IOException {
    return arguments[0].equals("oci")
        ? OciLayout.open(Path.of(arguments[1]))
        : Registry.at(arguments[0]).allowPlainHttp("127.0.0.1").build().repository(arguments[1]);
  }

  private void publish(ReferrerPublisher publisher, int first, int step) {
    var subject =
        Descriptor.of(
            MediaTypes.IMAGE_MANIFEST, Digest.parse(arguments[2]), Long.parseLong(arguments[3]));
    for (int n = first; n < Integer.parseInt(arguments[5]); n += step) {
      String type = "application/x.note";
      Blob file = Blob.of(type, ByteString.encodeUtf8(arguments[4] + " says " + n));
      try {
        Publication done = publisher.publish(subject, Attestation.of(Artifact.of(type, file)));
        say("ok " + done.manifest().digest());
      } catch (IOException e) {
        say("error " + e.getClass().getSimpleName());
        e.printStackTrace();
      }
    }
  }

  @SuppressWarnings("SystemOut") // its output is its result
  private static synchronized void say(String line) {
    System.out.println(line);
  }
}
