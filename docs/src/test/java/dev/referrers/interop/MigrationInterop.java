package dev.referrers.interop;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.bundle.BundlePublisher;
import dev.referrers.bundle.StoredBundles;
import dev.referrers.cosign.CosignReferrerPublisher;
import dev.referrers.cosign.CosignReferrers;
import dev.referrers.cosign.Migration;
import dev.referrers.cosign.MigrationRecord;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A repository of 50 subjects in mixed layouts, migrated while another process keeps attesting. */
class MigrationInterop {

  private static final int WIDTH = 8;

  @TempDir Path data;
  @TempDir Path home;

  private interface Task {
    void run(int place) throws IOException;
  }

  @ParameterizedTest
  @ValueSource(strings = {"olareg", "distribution"})
  void theOneViewHoldsTheSameBeforeAndAfter(String kind) throws Exception {
    try (Peer peer = Peer.start(kind, data)) {
      Repository repository = peer.repository("acme/api");
      KeyFiles key = KeyFiles.create("p256", home);
      MixedImages images = MixedImages.push(repository, key);
      List<Descriptor> subjects = images.subjects();
      forAll(subjects.size(), images::attach);
      attestByCosign(peer, key, subjects);
      Set<String> before = verified(images);
      Map<String, ImageManifest> tags = tags(repository);
      assertThat(subjects).hasSize(50);
      assertThat(before).hasSizeGreaterThan(100);
      List<MigrationRecord> records = Collections.synchronizedList(new ArrayList<>());
      Migration migration = migration(repository);

      Set<String> expected = new TreeSet<>(before);
      try (var other = KeepAttesting.start(peer, "acme/api", home, subjects)) {
        forAll(
            subjects.size(),
            place -> migration.migrateAndRemoveTags(subjects.get(place), records::add));
        Set<String> during = other.stop();
        assertThat(during).isNotEmpty();
        expected.addAll(during);
      }

      assertThat(verified(images)).isEqualTo(expected);

      forAll(
          subjects.size(),
          place -> migration.migrateAndRemoveTags(subjects.get(place), records::add));
      assertThat(tags(repository)).isEmpty();
      assertThat(verified(images)).isEqualTo(expected);
      verifyByCosign(peer, key, subjects.get(0));

      Collections.reverse(records);
      for (MigrationRecord record : records) {
        migration.rollback(MigrationRecord.parse(record.toJson()));
      }
      assertRestored(tags, tags(repository), records);
      assertThat(verified(images)).isEqualTo(expected);
    }
  }

  private static Migration migration(Repository repository) {
    return Migration.in(repository)
        .withSettle(MixedImages.SETTLE)
        .to(
            BundlePublisher.into(repository).settle(MixedImages.SETTLE).build(),
            StoredBundles.decoder())
        .to(
            CosignReferrerPublisher.into(repository).settle(MixedImages.SETTLE).build(),
            CosignReferrers.decoder());
  }

  /** Signed and attested with cosign 2 and with cosign 3 in its legacy mode, too. */
  private void attestByCosign(Peer peer, KeyFiles key, List<Descriptor> subjects)
      throws IOException {
    String predicate =
        Files.writeString(home.resolve("sbom.json"), "{\"spdxVersion\":\"SPDX-2.3\"}").toString();
    for (int i = 0; i < 2; i++) {
      Client cosign = i == 0 ? Client.cosign2(home) : Client.cosign(home);
      List<String> words = new ArrayList<>(List.of("--tlog-upload=false"));
      if (i == 1) {
        words.addAll(List.of("--new-bundle-format=false", "--use-signing-config=false"));
      }
      words.addAll(List.of("--key", key.privateKey(Client.cosign(home))));
      String reference = peer.host() + "/acme/api@" + subjects.get(i * 4).digest();
      run(cosign, "sign", words, reference);
      words.addAll(List.of("--type", "spdxjson", "--predicate", predicate));
      run(cosign, "attest", words, reference);
    }
  }

  private static void run(Client cosign, String command, List<String> options, String reference) {
    List<String> words = new ArrayList<>(List.of(command));
    words.addAll(options);
    words.add(reference);
    cosign.run(words.toArray(String[]::new));
  }

  /** There are no tags any more, so it is the bundle that it verifies. */
  private void verifyByCosign(Peer peer, KeyFiles key, Descriptor subject) {
    String verified =
        Client.cosign(home)
            .run(
                "verify-attestation",
                "--key",
                key.publicKey(),
                "--insecure-ignore-tlog=true",
                "--type",
                "spdxjson",
                peer.host() + "/acme/api@" + subject.digest());
    assertThat(verified).contains("payload");
  }

  /** Byte for byte where nobody has published, and with all layers elsewhere. */
  private static void assertRestored(
      Map<String, ImageManifest> before,
      Map<String, ImageManifest> after,
      List<MigrationRecord> records) {
    assertThat(after.keySet()).containsAll(before.keySet());
    int same = 0;
    for (var tag : before.entrySet()) {
      ImageManifest now = requireNonNull(after.get(tag.getKey()));
      same += now.bytes().equals(tag.getValue().bytes()) ? 1 : 0;
      assertThat(now.layers()).as(tag.getKey()).containsAll(tag.getValue().layers());
    }
    assertThat(same).isGreaterThan(before.size() / 3);
    for (MigrationRecord record : records) {
      for (MigrationRecord.KeptTag kept : record.tags()) {
        assertThat(requireNonNull(after.get(kept.tag())).layers())
            .containsAll(kept.manifest().layers());
      }
    }
  }

  private static Set<String> verified(MixedImages images) throws Exception {
    Set<String> all = Collections.synchronizedSet(new TreeSet<>());
    forAll(
        images.subjects().size(),
        place -> all.addAll(images.verified(images.subjects().get(place))));
    return new TreeSet<>(all);
  }

  private static Map<String, ImageManifest> tags(Repository repository) throws IOException {
    Map<String, ImageManifest> tags = new TreeMap<>();
    for (String tag : repository.tags(null).tags()) {
      if (tag.matches("sha256-[0-9a-f]{64}[.](sig|att)")) {
        tags.put(tag, (ImageManifest) repository.require(tag).manifest());
      }
    }
    return tags;
  }

  private static void forAll(int count, Task task) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(WIDTH);
    try {
      List<Callable<Void>> tasks = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int place = i;
        tasks.add(
            () -> {
              task.run(place);
              return null;
            });
      }
      for (Future<Void> each : pool.invokeAll(tasks)) {
        each.get();
      }
    } finally {
      pool.shutdown();
    }
  }
}
