package dev.referrers.examples;

import dev.referrers.Diagnosis;
import dev.referrers.Doctor;
import dev.referrers.Finding;
import dev.referrers.error.NotFoundException;
import dev.referrers.error.RegistryException;
import dev.referrers.repository.Repository;
import dev.referrers.transport.Feature;
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
    String name = arguments.words(1, 1).get(0);
    if (!Site.isBare(name)) {
      throw new IllegalArgumentException("needs a repository, without tag or digest: " + name);
    }
    Site site = Site.of(name, arguments, terminal);
    Doctor doctor = Doctor.of(site.repository());
    boolean writes = arguments.has("--write");
    announce(writes ? doctor.planWithWrites() : doctor.plan(), terminal);
    Diagnosis diagnosis = writes ? doctor.examineWithWrites() : doctor.examine();
    for (Finding finding : diagnosis.findings()) {
      terminal.line(line(finding));
    }
    diagnosis.leftBehind().forEach(left -> terminal.err().println("left behind: " + left));
    if (isUnknown(diagnosis, Feature.TAG_LIST) && isUnknown(diagnosis, Feature.OCI_SUBJECT)) {
      requireRepository(site.repository());
    }
    boolean nothing =
        diagnosis.findings().stream()
            .allMatch(finding -> finding.verdict() == Finding.Verdict.UNKNOWN);
    return nothing ? ERROR : SUCCESS;
  }

  private static Map<String, @Nullable Object> line(Finding finding) {
    Map<String, @Nullable Object> line = new LinkedHashMap<>();
    line.put("capability", finding.feature().name().toLowerCase(Locale.ROOT));
    line.put("verdict", finding.verdict().name().toLowerCase(Locale.ROOT));
    line.put("evidence", finding.evidence());
    return line;
  }

  private static boolean isUnknown(Diagnosis diagnosis, Feature feature) {
    return diagnosis.findings().stream()
        .anyMatch(
            finding ->
                finding.feature() == feature && finding.verdict() == Finding.Verdict.UNKNOWN);
  }

  /** Where nothing was pushed, what a registry says about a mistyped name is no success. */
  private static void requireRepository(Repository repository) throws IOException {
    try {
      repository.tags(null);
    } catch (NotFoundException e) {
      throw e;
    } catch (RegistryException e) {
      // not to be told, as its finding says; the rest stands
    }
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
