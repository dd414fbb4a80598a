package dev.referrers.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.error.MalformedContentException;
import dev.referrers.oci.MediaTypes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostileManifestTest {

  private static final String DIGEST =
      "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";
  private static final List<String> TYPES =
      List.of("", MediaTypes.IMAGE_MANIFEST, MediaTypes.IMAGE_INDEX, "application/x");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"size\":1.0                 | expected an integer of 64 bits but was 1.0 at $.manifests[1].size",
        "\"size\":1e3                 | expected an integer of 64 bits but was 1e3 at $.manifests[1].size",
        "\"size\":9223372036854775808 | expected an integer of 64 bits but was 9223372036854775808 at $.manifests[1].size",
        "\"size\":-1                  | expected 0 or more but was -1 at $.manifests[1].size",
        "\"size\":\"2\"               | expected a number but was a string at $.manifests[1].size",
        "\"size\":null                | expected a number but was null at $.manifests[1].size",
        "\"x\":2                      | expected a value but was missing at $.manifests[1].size",
        "\"size\":2,\"size\":2        | expected every member once but this one is repeated at $.manifests[1].size",
        "\"size\":2,\"x\":{\"a\":1,\"a\":1} | expected every member once but this one is repeated at $.manifests[1].x.a",
        "\"size\":2,\"data\":\"e30\"  | expected padded base64 at $.manifests[1].data",
        "\"size\":2,\"data\":\"_-==\" | Illegal base64 character 5f at $.manifests[1].data",
        "\"size\":2,\"data\":\"e31=\" | expected padded base64 at $.manifests[1].data",
        "\"size\":2,\"data\":\"W10=\" | Descriptor embeds data that is not %s at $.manifests[1]",
        "\"size\":3,\"data\":\"e30=\" | Descriptor embeds data that is not %s at $.manifests[1]",
        "\"size\":2,\"annotations\":{\"a\":1} | expected a string but was a number at $.manifests[1].annotations.a",
        "\"size\":2,\"annotations\":{\"\":\"\"} | Annotation needs a key but it is empty at $.manifests[1].annotations",
        "\"size\":2,\"urls\":\"x\"    | expected an array but was a string at $.manifests[1].urls",
        "\"size\":2,\"platform\":\"x\" | expected an object but was a string at $.manifests[1].platform"
      })
  void namesThePlaceOfABadDescriptor(String members, String problem) {
    var good =
        "{\"mediaType\":\"a/b\",\"digest\":\"%s\",\"size\":2,\"data\":\"e30=\"}".formatted(DIGEST);
    var bad = "{\"mediaType\":\"a/b\",\"digest\":\"%s\",%s}".formatted(DIGEST, members);

    assertProblem("{\"manifests\":[" + good + "," + bad + "]}", problem.formatted(DIGEST));
  }

  @ParameterizedTest
  @CsvSource({
    "5, expected a string but was a number",
    "null, expected a string but was null",
    "\"sha256\", Digest needs the form algorithm:encoded but is \"sha256\"",
    "\"../etc:passwd\", Digest needs the form algorithm:encoded but is \"../etc:passwd\""
  })
  void namesThePlaceOfABadDigest(String digest, String problem) {
    assertProblem(
        "{\"manifests\":[{\"mediaType\":\"a/b\",\"size\":2,\"digest\":" + digest + "}]}",
        problem + " at $.manifests[0].digest");
  }

  @Test
  void refusesAnArrayOfTenThousandLevels() {
    assertProblem(
        "{\"manifests\":[],\"x\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}",
        "nested deeper than 64 levels at byte 83");
  }

  @Test
  void refusesTextAfterTheDocument() throws Exception {
    assertProblem(
        "{\"manifests\":[]}{\"manifests\":[]}",
        "expected the end of the document but there is more text at byte 16");
    assertThat(ImageIndex.parse("Index", ByteString.encodeUtf8("{\"manifests\":[]}\n")).manifests())
        .isEmpty();
  }

  @Test
  void everyTruncationIsMalformed() {
    Vectors.manifests("regctl-artifact")
        .map(Vectors.Vector::bytes)
        .forEach(
            bytes -> {
              for (int length = 0; length < bytes.size(); length++) {
                var cut = bytes.substring(0, length);
                assertThatThrownBy(() -> Manifest.parse("Manifest", null, cut))
                    .isInstanceOf(MalformedContentException.class);
              }
            });
  }

  @Test
  void randomDamageIsMalformedOrHarmless() throws Exception {
    var random = new Random(20_261_124);
    var originals = Vectors.manifests().map(Vectors.Vector::bytes).toList();
    int malformed = 0;
    for (int round = 0; round < 8_000; round++) {
      var damaged = damaged(originals.get(random.nextInt(originals.size())), random);
      try {
        var manifest = Manifest.parse("Manifest", TYPES.get(random.nextInt(TYPES.size())), damaged);
        assertThat(manifest.bytes()).isSameAs(damaged);
      } catch (MalformedContentException e) {
        malformed++;
      }
    }
    assertThat(malformed).isBetween(4_000, 7_999);
  }

  /**
   * Overwrites, removes or repeats up to three short pieces, or puts in what JSON is sensitive to.
   */
  private static ByteString damaged(ByteString original, Random random) {
    var text = new StringBuilder(original.string(StandardCharsets.ISO_8859_1));
    for (int i = random.nextInt(3); i >= 0; i--) {
      int from = random.nextInt(text.length() - 12);
      int to = from + random.nextInt(12);
      String piece = text.substring(from, to);
      var odd =
          List.of("", "\\", "\"", "{", "}", "[", "]", ",", "-", "null", "1e9", "\\ud800", "\u0000");
      switch (random.nextInt(3)) {
        case 0 -> text.setCharAt(from, (char) random.nextInt(256));
        case 1 -> text.insert(random.nextInt(text.length()), piece);
        default -> text.replace(from, to, odd.get(random.nextInt(odd.size())));
      }
    }
    return ByteString.encodeString(text.toString(), StandardCharsets.ISO_8859_1);
  }

  private static void assertProblem(String json, String problem) {
    assertThatThrownBy(() -> ImageIndex.parse("Index", ByteString.encodeUtf8(json)))
        .isInstanceOf(MalformedContentException.class)
        .hasMessage("Index: " + problem);
  }
}
