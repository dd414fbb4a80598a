package dev.referrers.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.Registry;
import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.PredicateTypes;
import dev.referrers.attestation.ResourceDescriptor;
import dev.referrers.attestation.Statement;
import dev.referrers.cosign.CosignPublisher;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Repository;
import dev.referrers.testing.Behaviour;
import dev.referrers.testing.ETags;
import dev.referrers.testing.FakeRegistry;
import dev.referrers.testing.FakeRepository;
import dev.referrers.transport.Capabilities;
import dev.referrers.transport.Feature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrateTest {

  @TempDir Path folder;

  private final FakeRegistry registry =
      FakeRegistry.start(Behaviour.specified().withETags(ETags.HONOURED));
  private final FakeRepository stored = registry.repository("acme/api");
  private final Descriptor image = stored.pushImage("1.0");
  private final String repo = registry.host() + "/acme/api";
  private final String att = "sha256-" + image.digest().encoded() + ".att";

  @BeforeEach
  void attest() throws IOException {
    var capabilities = new Capabilities();
    capabilities.pin(repo, Feature.CONDITIONAL_TAGS, true); // so nobody has to wait
    Repository repository =
        Registry.at(registry.host())
            .allowPlainHttp(registry.host())
            .capabilities(capabilities)
            .build()
            .repository("acme/api");
    Statement statement =
        Statement.of(
            List.of(ResourceDescriptor.of(image.digest())),
            PredicateTypes.SPDX,
            ByteString.encodeUtf8("{}"));
    Attestation attestation;
    try (var signer = FileArguments.signer(KeyFile.create(folder, "key").privateKey())) {
      attestation = statement.sign(signer);
    }
    CosignPublisher.into(repository).build().publish(image, attestation);
  }

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void aDryRunTellsAndWritesNothing() {
    Run plan = migrate(repo + ":1.0", "--dry-run");

    assertThat(plan.code()).isZero();
    assertThat(plan.lines()).hasSize(2);
    assertThat(plan.lines().get(0))
        .startsWith("{\"subject\":\"" + image.digest() + "\",\"layer\":\"sha256:")
        .endsWith(
            "\"from\":\"cosign\",\"tags\":[\"%s\"],\"to\":\"bundle\",\"present\":false,\"reason\":null}"
                .formatted(att));
    assertThat(plan.lines().get(1))
        .contains("\"tag\":\"" + att + "\"")
        .endsWith("\"removable\":true,\"reason\":null}");
    assertThat(stored.referrers(image.digest())).isEmpty();
  }

  @Test
  void aRepositoryIsMigratedAndRolledBack() throws IOException {
    String record = folder.resolve("record").toString();

    Run done = migrate(repo, "--remove-tags", "--record", record);

    assertThat(done.code()).isZero();
    assertThat(done.lines()).hasSize(2);
    assertThat(done.lines().get(1)).endsWith("\"tag\":\"" + att + "\",\"removed\":true}");
    assertThat(stored.tags()).containsExactly("1.0");
    assertThat(Files.readAllLines(Path.of(record))).hasSize(1);

    Run back = migrate(repo, "--rollback", record, "--delete-added");

    assertThat(back.lines()).hasSize(2);
    assertThat(back.lines().get(0)).isEqualTo("{\"tag\":\"" + att + "\",\"outcome\":\"restored\"}");
    assertThat(back.lines().get(1)).endsWith(",\"outcome\":\"deleted\"}");
    assertThat(stored.tags()).containsExactlyInAnyOrder("1.0", att);
  }

  @Test
  void aLineThatARunWasKilledOverHidesNoRecord() throws IOException {
    Path record = Files.writeString(folder.resolve("record"), "{\"version\":1,\"sub");
    migrate(repo, "--remove-tags", "--record", record.toString());

    Run back = migrate(repo, "--rollback", record.toString());

    assertThat(back.code()).isEqualTo(2);
    assertThat(back.diagnostics()).contains("Migration record");
    assertThat(stored.tags()).containsExactlyInAnyOrder("1.0", att);
  }

  @Test
  void aRollbackIsNoDryRun() throws IOException {
    String record = folder.resolve("record").toString();
    migrate(repo, "--remove-tags", "--record", record);

    assertThat(migrate(repo, "--rollback", record, "--dry-run").diagnostics())
        .contains("--rollback goes neither with --dry-run nor with --remove-tags");
    assertThat(migrate(repo, "--delete-added").diagnostics())
        .contains("--delete-added needs --rollback FILE");
    assertThat(stored.tags()).containsExactly("1.0");
  }

  @Test
  void tagsAreNotRemovedWithoutARecord() {
    assertThat(migrate(repo, "--remove-tags").diagnostics())
        .contains("--remove-tags needs --record FILE");
    assertThat(stored.tags()).contains(att);
  }

  @Test
  void nothingToMigrateIsANegativeAnswer() {
    stored.deleteManifest(att);

    assertThat(migrate(repo).code()).isOne();
  }

  private static Run migrate(String... arguments) {
    String[] all = new String[arguments.length + 2];
    all[0] = "migrate";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    all[all.length - 1] = "--plain-http";
    return Run.of(all);
  }
}
