package dev.referrers.examples;

import dev.referrers.testing.Answer;
import dev.referrers.testing.Fault;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What came of a program that was run in this process. */
record Run(int code, List<String> lines, String diagnostics) {

  static Run of(String... args) {
    return withInput("", args);
  }

  static Run withInput(String input, String... args) {
    var in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int code = Main.run(List.of(args), in, printing(out), printing(err));
    return new Run(
        code,
        out.toString(StandardCharsets.UTF_8).lines().toList(),
        err.toString(StandardCharsets.UTF_8));
  }

  /** An answer with a challenge, and no long wait for those who try again. */
  static Fault failing(int status) {
    Answer answer =
        Answer.status(status)
            .withHeader("WWW-Authenticate", "Basic realm=\"registry\"")
            .withRetryAfter("0");
    return Fault.answer(answer).always();
  }

  private static PrintStream printing(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
