package dev.referrers.interop;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A version of cosign that keeps what it signs under tags and looks there, without a log. */
enum Cosign {
  V2,
  V3;

  Client in(Path home) {
    return this == V2 ? Client.cosign2(home) : Client.cosign(home);
  }

  /** Runs {@code verify} or {@code verify-attestation}, and returns what it printed. */
  String verify(Client client, String command, String... arguments) {
    List<String> words = new ArrayList<>(List.of(command, "--insecure-ignore-tlog=true"));
    if (this == V3) {
      words.add("--new-bundle-format=false");
    }
    words.addAll(List.of(arguments));
    return client.run(words.toArray(String[]::new));
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
