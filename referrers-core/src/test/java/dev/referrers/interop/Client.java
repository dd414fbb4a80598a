package dev.referrers.interop;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One of the other clients, with a home of its own, talking to one registry over plain HTTP. */
final class Client {

  private final Path binary;
  private final Path home;
  private final List<String> always;

  private Client(String name, Path home, List<String> always) {
    this.binary = Peers.client(name);
    this.home = home;
    this.always = always;
  }

  static Client oras(Path home) {
    return new Client("oras", home, List.of("--plain-http"));
  }

  static Client regctl(Path home, Peer peer) {
    var regctl = new Client("regctl", home, List.of());
    regctl.run("registry", "set", "--tls", "disabled", peer.host());
    return regctl;
  }

  static Client crane(Path home) {
    return new Client("crane", home, List.of("--insecure"));
  }

  /**
   * What it printed.
   *
   * @throws AssertionError when it failed
   */
  String run(String... arguments) {
    List<String> words = new ArrayList<>(List.of(binary.toString()));
    words.addAll(List.of(arguments));
    words.addAll(always);
    var environment =
        Map.of("HOME", home.toString(), "DOCKER_CONFIG", home.resolve(".docker").toString());
    return Command.run(home, environment, words).output();
  }
}
