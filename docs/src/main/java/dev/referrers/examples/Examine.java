package dev.referrers.examples;

import dev.referrers.Diagnosis;
import dev.referrers.Doctor;
import dev.referrers.Finding;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells what a repository can do; {@code --write} finds out more and leaves nothing behind. */
final class Examine implements Program {

  @Override
  public String usage() {
    return "REPO [--write]";
  }

  @Override
  public Map<String, Boolean> options() {
    return Map.of("--write", false);
  }

  @Override
  public int run(Arguments arguments, Terminal terminal) throws IOException {
    Site site = Site.of(arguments.words(1, 1).get(0), arguments, terminal);
    Doctor doctor = Doctor.of(site.repository());
    boolean writes = arguments.has("--write");
    announce(writes ? doctor.planWithWrites() : doctor.plan(), terminal);
    Diagnosis diagnosis = writes ? doctor.examineWithWrites() : doctor.examine();
    for (Finding finding : diagnosis.findings()) {
      Map<String, @Nullable Object> line = new LinkedHashMap<>();
      line.put("capability", finding.feature().name().toLowerCase(Locale.ROOT));
      line.put("verdict", finding.verdict().name().toLowerCase(Locale.ROOT));
      line.put("evidence", finding.evidence());
      terminal.line(line);
    }
    diagnosis.leftBehind().forEach(left -> terminal.err().println("left behind: " + left));
    boolean nothing =
        diagnosis.findings().stream()
            .allMatch(finding -> finding.verdict() == Finding.Verdict.UNKNOWN);
    return nothing ? ERROR : SUCCESS;
  }

  private static void announce(List<Doctor.Request> plan, Terminal terminal) {
    terminal.err().println("asks, at most:");
    for (Doctor.Request request : plan) {
      @Nullable String onlyIf = request.onlyIf();
      terminal
          .err()
          .println(
              "  "
                  + request.method()
                  + " "
                  + request.path()
                  + (onlyIf == null ? "" : " (" + onlyIf + ")"));
    }
  }
}
