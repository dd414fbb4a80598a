package dev.referrers.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DescriptorTest {

  private static final ByteString CONTENT = ByteString.encodeUtf8("x");
  private static final Descriptor DESCRIPTOR = Descriptor.of("a/b", CONTENT);

  @Test
  void describesContent() {
    assertThat(DESCRIPTOR.digest()).isEqualTo(Digest.sha256(CONTENT));
    assertThat(DESCRIPTOR.size()).isEqualTo(1);
    assertThat(Descriptor.EMPTY_JSON.size()).isEqualTo(2);
  }

  @Test
  void embedsItsContentOnly() {
    assertThat(DESCRIPTOR.withData(CONTENT).data()).isEqualTo(CONTENT);
    assertThatThrownBy(() -> DESCRIPTOR.withData(ByteString.encodeUtf8("y")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Descriptor embeds data that is not " + DESCRIPTOR.digest());
    assertThatThrownBy(() -> DESCRIPTOR.withData(ByteString.encodeUtf8("xx")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesNegativeSize() {
    assertThatThrownBy(() -> Descriptor.of("a/b", DESCRIPTOR.digest(), -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Descriptor needs a size of 0 or more but has -1");
  }

  @Test
  void copiesWithOneChange() {
    var full =
        DESCRIPTOR
            .withArtifactType("c/d")
            .withAnnotations(Annotations.of("k", "v"))
            .withPlatform(Platform.of("linux", "arm64"))
            .withData(CONTENT);

    assertThat(full.withMediaType("e/f").artifactType()).isEqualTo("c/d");
    assertThat(full.platform()).hasToString("linux/arm64");
    assertThat(full.bare()).isEqualTo(DESCRIPTOR);
    assertThat(full.sameContent(DESCRIPTOR.withMediaType("e/f"))).isTrue();
    assertThat(full.sameContent(Descriptor.EMPTY_JSON)).isFalse();
  }

  @Test
  void annotationsAreSortedAndUnchangeable() {
    var annotations = new Annotations(Map.of("b", "2", "a", "")).with("c", "3").with("b", "4");

    assertThat(annotations.values()).hasToString("{a=, b=4, c=3}");
    assertThat(annotations.get("d")).isNull();
    assertThat(annotations.containsAll(Annotations.of("b", "4"))).isTrue();
    assertThat(annotations.containsAll(Annotations.of("b", "2"))).isFalse();
    assertThatThrownBy(() -> annotations.values().put("d", ""))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> annotations.with("", "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Annotation needs a key but it is empty");
  }

  @ParameterizedTest // whole seconds by cosign and oras, milliseconds by sigstore-js
  @ValueSource(
      strings = {"2024-03-08T18:18:20Z", "2024-03-08T18:18:20.000Z", "2024-03-08T20:18:20+02:00"})
  void readsWhenContentWasCreated(String text) {
    assertThat(Annotations.of(AnnotationKeys.CREATED, text).created())
        .isEqualTo(Instant.parse("2024-03-08T18:18:20Z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yesterday", "2024-03-08", "2024-13-08T18:18:20Z"})
  void hasNoCreationTimeWhereTheTextIsNone(String text) {
    assertThat(Annotations.of(AnnotationKeys.CREATED, text).created()).isNull();
    assertThat(Annotations.NONE.created()).isNull();
  }
}
