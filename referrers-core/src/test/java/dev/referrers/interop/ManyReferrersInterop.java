package dev.referrers.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.testing.Behaviour;
import dev.referrers.testing.FakeRegistry;
import dev.referrers.testing.Paging;
import dev.referrers.testing.Route;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A list of 160 MB, in pages of 1.6 MB, streams through a heap of 24 MiB. */
class ManyReferrersInterop {

  private static final Annotations LONG = Annotations.of("dev.example.note", "x".repeat(16_000));

  @Test
  void memoryIsBoundedByAPage(@TempDir Path directory) {
    try (var registry = FakeRegistry.start(Behaviour.specified().withPaging(Paging.of(100)))) {
      Digest subject = Digest.parse("sha256:" + "0".repeat(64));
      for (int number = 0; number < 10_000; number++) {
        registry.repository("acme/api").list(subject, entry(number));
      }

      String count =
          ChildJvm.run(directory, "24m", Listing.class, registry.host(), subject.toString());

      assertThat(count).isEqualTo("10000");
      assertThat(registry.count(Route.REFERRERS)).isEqualTo(100);
    }
  }

  private static Descriptor entry(int number) {
    Digest digest = new Digest("sha256", "%064x".formatted(number));
    return Descriptor.of("application/vnd.oci.image.manifest.v1+json", digest, 700)
        .withArtifactType("application/spdx+json")
        .withAnnotations(LONG);
  }
}
