package dev.referrers.examples;

import dev.referrers.ReferrerDecoder;
import dev.referrers.ReferrerPublisher;
import dev.referrers.SubjectTree;
import dev.referrers.bundle.BundlePublisher;
import dev.referrers.bundle.StoredBundles;
import dev.referrers.cosign.CosignReferrerPublisher;
import dev.referrers.cosign.CosignReferrers;
import dev.referrers.cosign.Migration;
import dev.referrers.cosign.MigrationPlan;
import dev.referrers.cosign.MigrationReport;
import dev.referrers.cosign.MigrationStep;
import dev.referrers.cosign.MigrationSubjects;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Migrates an image, an index and all below it, or a whole repository to referrers. */
final class Migrate implements Program {

  private static final String DRY_RUN = "--dry-run";
  private static final String REMOVE = "--remove-tags";
  private static final String RECORD = "--record";
  private static final String ROLLBACK = "--rollback";
  private static final String DELETE = "--delete-added";

  @Override
  public String usage() {
    return "REF|REPO [--dry-run] [--remove-tags --record FILE] [--legacy carry|leave] [--key"
        + " PUB]... [--rollback FILE [--delete-added]]";
  }

  @Override
  public Map<String, Boolean> options() {
    return Map.of(
        DRY_RUN,
        false,
        REMOVE,
        false,
        RECORD,
        true,
        "--legacy",
        true,
        "--key",
        true,
        ROLLBACK,
        true,
        DELETE,
        false);
  }

  @Override
  public int run(Arguments arguments, Terminal terminal) throws IOException {
    String word = arguments.words(1, 1).get(0);
    requireSense(arguments);
    Site site = Site.of(word, arguments, terminal);
    Migration migration = migration(site.repository(), arguments);
    @Nullable String rollback = arguments.value(ROLLBACK);
    if (rollback != null) {
      return new RecordFile(FileArguments.file(rollback))
          .rollBack(migration, arguments.has(DELETE), terminal);
    }
    int found = 0;
    for (Descriptor subject : subjects(word, site, migration, terminal)) {
      found +=
          arguments.has(DRY_RUN)
              ? print(migration.plan(subject), terminal)
              : print(subject, migrate(migration, subject, arguments), terminal);
    }
    if (found == 0) {
      terminal.err().println("nothing to migrate");
    }
    return found > 0 ? SUCCESS : NEGATIVE;
  }

  private static void requireSense(Arguments arguments) {
    if (arguments.has(REMOVE) != arguments.has(RECORD)) {
      throw new IllegalArgumentException(REMOVE + " needs " + RECORD + " FILE, and that needs it");
    }
    if (arguments.has(ROLLBACK) && (arguments.has(DRY_RUN) || arguments.has(REMOVE))) {
      throw new IllegalArgumentException(
          ROLLBACK + " goes neither with " + DRY_RUN + " nor with " + REMOVE);
    }
    if (arguments.has(DELETE) && !arguments.has(ROLLBACK)) {
      throw new IllegalArgumentException(DELETE + " needs " + ROLLBACK + " FILE");
    }
  }

  private static Migration migration(Repository repository, Arguments arguments)
      throws IOException {
    List<PublicKey> keys = new ArrayList<>();
    for (String file : arguments.values("--key")) {
      keys.add(FileArguments.publicKey(file));
    }
    Migration migration =
        Migration.in(repository)
            .withKeys(keys)
            .to(BundlePublisher.into(repository).build(), StoredBundles.decoder())
            .to(ReferrerPublisher.into(repository).build(), ReferrerDecoder.plain());
    return arguments.oneOf("--legacy", "leave", List.of("carry", "leave")).equals("carry")
        ? migration.to(CosignReferrerPublisher.into(repository).build(), CosignReferrers.decoder())
        : migration;
  }

  private static List<Descriptor> subjects(
      String word, Site site, Migration migration, Terminal terminal) throws IOException {
    if (!Site.isBare(word)) {
      return SubjectTree.of(site.repository(), site.tagOrDigest()).subjects();
    }
    MigrationSubjects all = migration.subjects();
    all.orphans().forEach(tag -> terminal.err().println("tag " + tag + " leads to nothing"));
    return all.subjects();
  }

  private static MigrationReport migrate(
      Migration migration, Descriptor subject, Arguments arguments) throws IOException {
    return arguments.has(REMOVE)
        ? migration.migrateAndRemoveTags(
            subject, new RecordFile(Path.of(arguments.required(RECORD))))
        : migration.migrate(subject);
  }

  private static int print(MigrationPlan plan, Terminal terminal) throws IOException {
    for (MigrationStep step : plan.steps()) {
      terminal.line(line(plan.subject(), step));
    }
    for (MigrationPlan.TagStep tag : plan.tags()) {
      Map<String, @Nullable Object> line = new LinkedHashMap<>();
      line.put("subject", plan.subject().digest());
      line.put("tag", tag.tag());
      line.put("manifest", tag.manifest());
      line.put("removable", tag.stays() == null);
      line.put("reason", tag.stays());
      terminal.line(line);
    }
    return plan.steps().size();
  }

  private static int print(Descriptor subject, MigrationReport done, Terminal terminal)
      throws IOException {
    for (MigrationStep step : done.steps()) {
      terminal.line(line(subject, step));
    }
    for (String tag : done.removedTags()) {
      Map<String, @Nullable Object> line = new LinkedHashMap<>();
      line.put("subject", subject.digest());
      line.put("tag", tag);
      line.put("removed", true);
      terminal.line(line);
    }
    done.warnings().forEach(terminal.err()::println);
    return done.steps().size();
  }

  private static Map<String, @Nullable Object> line(Descriptor subject, MigrationStep step) {
    Map<String, @Nullable Object> line = new LinkedHashMap<>();
    line.put("subject", subject.digest());
    line.put("layer", step.entry().digest());
    line.put("from", step.from());
    line.put("tags", step.tags());
    line.put("to", step.to());
    line.put("present", step.present());
    line.put("reason", step.reason());
    return line;
  }
}
