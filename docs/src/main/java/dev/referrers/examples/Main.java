package dev.referrers.examples;

import dev.referrers.error.PartialPublicationException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Runs one of the example programs. Each prints one JSON object a line on standard output and
 * diagnostics on standard error, and exits with 0 for success, 1 for a negative answer and 2 for an
 * error.
 */
public final class Main {

  private static final Map<String, Program> PROGRAMS =
      Map.ofEntries(
          Map.entry("quickstart", new Quickstart()),
          Map.entry("discover", new Discover()),
          Map.entry("attach", new Attach()),
          Map.entry("attest", new Attest()),
          Map.entry("sign", new Sign()),
          Map.entry("verify", new Verify()),
          Map.entry("verify-bundle", new VerifyBundle()),
          Map.entry("migrate", new Migrate()),
          Map.entry("doctor", new Examine()),
          Map.entry("tree", new Tree()),
          Map.entry("copy", new CopyImage()),
          Map.entry("delete", new Delete()));

  private Main() {}

  public static void main(String[] args) {
    // JSON is UTF-8, whatever the locale
    var out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    System.exit(run(List.of(args), System.in, out, System.err));
  }

  static int run(List<String> args, InputStream in, PrintStream out, PrintStream err) {
    Program program = args.isEmpty() ? null : PROGRAMS.get(args.get(0));
    if (args.contains("--help")) {
      out.println(usage());
      return Program.SUCCESS;
    }
    if (program == null) {
      err.println(usage());
      return Program.ERROR;
    }
    try {
      Arguments arguments = Arguments.parse(args.subList(1, args.size()), program.options());
      return program.run(arguments, new Terminal(in, out, err));
    } catch (IllegalArgumentException e) {
      err.println(args.get(0) + ": " + e.getMessage());
      err.println("usage: " + args.get(0) + " " + program.usage() + " " + Site.USAGE);
    } catch (IOException e) {
      err.println(args.get(0) + ": " + e.getMessage());
      if (String.valueOf(e.getMessage()).contains("allowPlainHttp")) {
        err.println("--plain-http does that for a registry on loopback");
      }
      if (e instanceof PartialPublicationException) {
        err.println("run it again with the same arguments; what is there is not stored again");
      }
    } catch (RuntimeException | Error e) { // the JVM would exit with 1, the negative answer
      err.print(args.get(0) + ": unexpected ");
      e.printStackTrace(err);
    }
    return Program.ERROR;
  }

  private static String usage() {
    var text = new StringBuilder("usage:");
    new TreeMap<>(PROGRAMS)
        .forEach(
            (name, program) ->
                text.append("\n  ").append(name).append(' ').append(program.usage()));
    return text.append("\nand for all: ")
        .append(Site.USAGE)
        .append("\nexit code: 0 success, 1 nothing found or not verified, 2 error")
        .toString();
  }
}
