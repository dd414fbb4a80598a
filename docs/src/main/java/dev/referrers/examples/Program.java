package dev.referrers.examples;

import java.io.IOException;
import java.util.Map;

/** One example program. */
interface Program {

  int SUCCESS = 0;

  /** A negative answer, such as that nothing was found. */
  int NEGATIVE = 1;

  int ERROR = 2;

  /** What may follow the program's name, for people. */
  String usage();

  /** The options of this program beside those of all, and whether each takes a value. */
  Map<String, Boolean> options();

  /**
   * Runs to the end.
   *
   * @return the exit code
   * @throws IllegalArgumentException for arguments that make no sense
   * @throws IOException for everything that went wrong
   */
  int run(Arguments arguments, Terminal terminal) throws IOException;
}
