package dev.referrers.interop;

import dev.referrers.Copy;
import dev.referrers.Registry;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.time.Duration;

/**
 * Copies the image {@code multi} with all that refers to it. Prints {@code ready} and waits for a
 * line before it starts.
 *
 * <p>Arguments: host and repository of the source, host and repository of the target.
 */
final class CopyOnce {

  static final Duration SETTLE = Duration.ofMillis(200);

  private CopyOnce() {}

  @SuppressWarnings("SystemOut") // its output is its result
  public static void main(String[] arguments) throws IOException {
    Copy copy =
        Copy.between(repository(arguments[0], arguments[1]), repository(arguments[2], arguments[3]))
            .settle(SETTLE)
            .build();
    System.out.println("ready");
    if (System.in.read() >= 0) {
      copy.copy("multi", "multi");
    }
  }

  private static Repository repository(String host, String name) {
    return Registry.at(host).allowPlainHttp("127.0.0.1").build().repository(name);
  }
}
