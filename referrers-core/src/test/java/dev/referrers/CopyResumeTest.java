package dev.referrers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.testing.Behaviour;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A copy that is broken off after each of its calls, and then done again. */
@Timeout(120)
class CopyResumeTest {

  @Test
  void endsAsIfItHadNeverBeenKilled_onTheApi() throws IOException {
    killAtEveryCall(Behaviour.specified(), 1);
  }

  @Test
  void endsAsIfItHadNeverBeenKilled_onTheTag() throws IOException {
    killAtEveryCall(Behaviour.specified().withoutReferrersApi(), 8);
  }

  private static void killAtEveryCall(Behaviour target, int parallel) throws IOException {
    boolean killed = true;
    for (int calls = 0; killed; calls++) {
      try (var fixture = new CopyFixture(target)) {
        fill(fixture);
        killed = isKilled(fixture, new AtomicInteger(calls), parallel);

        requireNothingHalf(fixture);
        fixture.copy("multi");
        requireWhole(fixture);
      }
      assertThat(calls).isLessThan(200);
    }
  }

  private static void fill(CopyFixture fixture) {
    Descriptor index = fixture.stored.pushIndex("multi", List.of(fixture.image));
    Descriptor sbom = fixture.attach(fixture.image, "sbom");
    fixture.attach(sbom, "signature of the sbom");
    fixture.attach(index, "signature");
    fixture.attach(index, "provenance");
  }

  private static boolean isKilled(CopyFixture fixture, AtomicInteger left, int parallel) {
    try {
      Copy.between(
              DyingRepository.after(left, fixture.source()),
              DyingRepository.after(left, fixture.target()))
          .time(fixture.time)
          .maxParallel(parallel)
          .build()
          .copy("multi", "multi");
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /** That blobs and children come first is for the fake registry to see to. */
  private static void requireNothingHalf(CopyFixture fixture) throws IOException {
    for (var each : fixture.copied.manifests()) {
      Manifest manifest = Manifest.parse("Manifest", each.mediaType(), each.bytes());
      if (manifest.subject() != null) {
        assertThat(fixture.manifests()).contains(manifest.subject().digest().toString());
      }
    }
    if (fixture.copied.hasManifest("multi")) {
      requireWhole(fixture);
    }
  }

  private static void requireWhole(CopyFixture fixture) throws IOException {
    ReferrersTree there = ReferrersTree.of(fixture.source(), "multi");
    ReferrersTree here = ReferrersTree.of(fixture.target(), "multi");
    assertThat(digests(here)).hasSize(6).isEqualTo(digests(there));
  }

  private static Set<String> digests(ReferrersTree tree) {
    return tree.stream()
        .map(each -> each.manifest().digest().toString())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
