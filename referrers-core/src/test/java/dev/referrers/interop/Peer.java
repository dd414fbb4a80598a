package dev.referrers.interop;

import dev.referrers.Registry;
import dev.referrers.repository.Repository;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A real registry on a port of 127.0.0.1, with its data in a directory of its own. */
final class Peer implements AutoCloseable {

  static final String USER = "tester";
  static final String PASSWORD = "secret";

  private final String kind;
  private final Path directory;
  private final List<String> options;
  private final Thread atExit = new Thread(this::stop);
  private String host;

  private Peer(String kind, Path directory, List<String> options) {
    this.kind = kind;
    this.directory = directory;
    this.options = options;
    this.host = launch("0");
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /**
   * Starts a registry.
   *
   * @param kind as {@code .ci/peers/registry} calls it
   */
  static Peer start(String kind, Path directory, String... options) {
    return new Peer(kind, directory, List.of(options));
  }

  /** Host and port. */
  String host() {
    return host;
  }

  /** A client that talks to this registry only. */
  Registry.Builder client() {
    return Registry.at(host).allowPlainHttp(host);
  }

  /** A repository, through a client of its own without credentials. */
  Repository repository(String name) {
    return client().build().repository(name);
  }

  /** Ends the server and starts it again on the same port, with the data that it kept. */
  void restart() {
    stop();
    host = launch(host.substring(host.indexOf(':') + 1));
  }

  @Override
  public void close() {
    stop();
    Runtime.getRuntime().removeShutdownHook(atExit);
  }

  private void stop() {
    script(List.of("stop", directory.toString())).output();
  }

  private String launch(String port) {
    List<String> words = new ArrayList<>(List.of("start", kind, port, directory.toString()));
    words.addAll(options);
    return script(words).output().strip().substring("http://".length());
  }

  private Command script(List<String> arguments) {
    List<String> words = new ArrayList<>(List.of(Peers.script("registry").toString()));
    words.addAll(arguments);
    return Command.run(directory, Map.of(), words);
  }
}
