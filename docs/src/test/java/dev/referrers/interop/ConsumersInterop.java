package dev.referrers.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What other tools see of each layout is what the guide says. */
class ConsumersInterop {

  private static final Path GUIDE = Path.of("guide/consumers.md");

  @TempDir Path data;
  @TempDir Path home;

  @Test
  void theGuideNamesTheVersionsThatAreInstalled() throws IOException {
    assertThat(Files.readString(Peers.script("install")))
        .contains(
            "cosign=v3.1.3", "cosign2=v2.6.5", "oras=v1.3.6", "regclient=v0.11.7", "ggcr=v0.22.1");
  }

  @ParameterizedTest
  @CsvSource({"olareg, true", "distribution, false"})
  void seeWhatTheGuideSays(String kind, boolean api) throws IOException, GeneralSecurityException {
    try (Peer peer = Peer.start(kind, data)) {
      SignedImages images = SignedImages.push(peer, home);

      List<String> rows = Consumers.of(images, peer, api, home).rows();

      String elsewhere = api ? "without |" : "with the API |";
      assertThat(rows)
          .containsExactlyElementsOf(
              Files.readAllLines(GUIDE).stream()
                  .filter(line -> line.matches("\\| (cosign|oras|regctl|crane) .*"))
                  .filter(line -> !line.contains(elsewhere))
                  .toList());
    }
  }
}
