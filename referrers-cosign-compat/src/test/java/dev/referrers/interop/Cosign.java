package dev.referrers.interop;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A version of cosign that keeps what it signs under tags, without a log. */
enum Cosign {
  V2,
  V3;

  Client in(Path home) {
    return this == V2 ? Client.cosign2(home) : Client.cosign(home);
  }

  /** Runs {@code sign} or {@code attest}. */
  void run(Client client, String command, String... arguments) {
    List<String> words = new ArrayList<>(List.of(command, "--tlog-upload=false"));
    if (this == V3) {
      words.addAll(List.of("--new-bundle-format=false", "--use-signing-config=false"));
    }
    words.addAll(List.of(arguments));
    client.run(words.toArray(String[]::new));
  }
}
