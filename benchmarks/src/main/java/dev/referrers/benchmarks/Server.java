package dev.referrers.benchmarks;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A {@link ServerProcess}, or a {@link CopyServer}, seen from here. */
final class Server implements AutoCloseable {

  private final Process process;
  private final BufferedReader answers;
  private final BufferedWriter commands;
  final String host;

  private Server(Process process) throws IOException {
    this.process = process;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.commands = process.outputWriter(StandardCharsets.UTF_8);
    this.host = line();
  }

  /**
   * Starts it in a JVM of its own.
   *
   * @param program prints what becomes {@link #host}, then the number of requests for each line
   */
  static Server start(Class<?> program, List<String> arguments) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-cp", System.getProperty("java.class.path")));
    command.add(program.getName());
    command.addAll(arguments);
    var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    return new Server(builder.start());
  }

  /** Requests since the call before. */
  int requests() throws IOException {
    commands.write("requests\n");
    commands.flush();
    return Integer.parseInt(line());
  }

  private String line() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("Server process has ended");
    }
    return line;
  }

  /** It ends by itself when this process does. */
  @Override
  public void close() {
    process.destroy();
  }
}
