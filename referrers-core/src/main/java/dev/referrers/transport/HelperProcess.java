package dev.referrers.transport;

import dev.referrers.error.CredentialException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okio.ByteString;

/**
 * One run of a helper program.
 *
 * @param output at most {@value #MAX_OUTPUT} bytes of its standard output; may hold a secret
 */
record HelperProcess(int exitCode, ByteString output) {

  private static final int MAX_OUTPUT = 1 << 16;

  /**
   * Runs {@code <program> get} with {@code input} on its standard input.
   *
   * @param name what to call the program in messages
   */
  static HelperProcess run(Path program, String input, String name, Duration timeLimit)
      throws IOException {
    Process process = start(program, name);
    // Apart from this thread: a read from a pipe can neither be interrupted nor timed.
    var task = new FutureTask<>(() -> talk(process, input));
    Thread reader = new Thread(task, name);
    reader.setDaemon(true);
    reader.start();
    try {
      return task.get(timeLimit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new CredentialException(
          name, "the program did not end within " + timeLimit.toMillis() + " ms", null, null);
    } catch (ExecutionException e) {
      throw new CredentialException(name, "talking to the program failed", null, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while " + name + " ran");
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static Process start(Path program, String name) throws CredentialException {
    try {
      return new ProcessBuilder(program.toString(), "get")
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      throw new CredentialException(name, "the program cannot be started", null, e);
    }
  }

  private static HelperProcess talk(Process process, String input)
      throws IOException, InterruptedException {
    try (var in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // it may answer without reading its input; its exit code tells
    }
    try (InputStream out = process.getInputStream()) {
      byte[] bytes = out.readNBytes(MAX_OUTPUT + 1);
      if (bytes.length > MAX_OUTPUT) {
        throw new IOException("more than " + MAX_OUTPUT + " bytes of output");
      }
      return new HelperProcess(process.waitFor(), ByteString.of(bytes));
    }
  }

  @Override
  public String toString() {
    return "HelperProcess that ended with exit code " + exitCode;
  }
}
