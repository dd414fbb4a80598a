package dev.referrers.interop;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One of the other clients, with a home of its own, talking to one registry over plain HTTP. */
final class Client {

  private final Path binary;
  private final Path home;
  private final List<String> always;
  private final Map<String, String> environment;

  private Client(String name, Path home, List<String> always) {
    this(
        Peers.client(name),
        home,
        always,
        Map.of("HOME", home.toString(), "DOCKER_CONFIG", home.resolve(".docker").toString()));
  }

  private Client(Path binary, Path home, List<String> always, Map<String, String> environment) {
    this.binary = binary;
    this.home = home;
    this.always = always;
    this.environment = environment;
  }

  static Client oras(Path home) {
    return new Client("oras", home, List.of("--plain-http"));
  }

  /** For commands that have a source and a target. */
  static Client orasBetween(Path home) {
    return new Client("oras", home, List.of("--from-plain-http", "--to-plain-http"));
  }

  static Client regctl(Path home, Peer peer) {
    return regctl(home, peer.host());
  }

  /** One that knows this host, beside those that it was told of in the same home. */
  static Client regctl(Path home, String host) {
    var regctl = new Client("regctl", home, List.of());
    regctl.run("registry", "set", "--tls", "disabled", host);
    return regctl;
  }

  /** cosign 3, with its password in the environment; keys and log are for each command to say. */
  static Client cosign(Path home) {
    return cosign("cosign", home);
  }

  /** The same of cosign 2. */
  static Client cosign2(Path home) {
    return cosign("cosign2", home);
  }

  private static Client cosign(String name, Path home) {
    return new Client(name, home, List.of())
        .with("COSIGN_PASSWORD", "secret")
        .with("COSIGN_YES", "true");
  }

  /** A client without options of its own, for OCI layouts. */
  static Client bare(String name, Path home) {
    return new Client(name, home, List.of());
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
    return Command.run(home, environment, words).output();
  }

  /** The same with one more variable in its environment. */
  Client with(String variable, String value) {
    Map<String, String> more = new HashMap<>(environment);
    more.put(variable, value);
    return new Client(binary, home, always, more);
  }
}
