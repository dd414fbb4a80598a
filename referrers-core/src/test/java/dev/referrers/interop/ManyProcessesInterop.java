package dev.referrers.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.Referrers;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Repository;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Four processes publish 50 each to one subject at once: all 200 are listed. */
@Timeout(180)
class ManyProcessesInterop {

  @TempDir Path data;
  @TempDir Path errors;

  /** distribution keeps the list under the tag, cue's registry by the API. */
  @ParameterizedTest
  @ValueSource(strings = {"distribution", "cue"})
  void twoHundredOfTwoHundredAreListed(String kind) throws Exception {
    try (Peer peer = Peer.start(kind, data)) {
      Repository repository = peer.repository("acme/api");
      Descriptor image = Images.push(repository, "1.0");

      ManyProcesses.Result result =
          new ManyProcesses(PublishMany.class, 4, 50, 8, 400, errors)
              .publish(peer.host(), "acme/api", image);

      assertThat(result.errors()).isEmpty();
      assertThat(result.acknowledged()).hasSize(200);
      assertThat(listed(repository, image)).containsAll(result.acknowledged());
    }
  }

  private static List<String> listed(Repository repository, Descriptor image) throws Exception {
    return Referrers.in(repository).of(image.digest()).toList().stream()
        .map(each -> each.descriptor().digest().toString())
        .toList();
  }
}
