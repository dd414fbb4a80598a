package dev.referrers.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", "acme/api", "a.b_c__d---e/0", "library/alpine"})
  void acceptsRepositoryNames(String text) {
    assertThat(RepositoryName.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "/", "a/", "/a", "a//b", "A", "a..b", "a___b", "a.-b", "-a", "a-", "..", "a/../b",
        "a%2fb", "a b", "é", "a\n"
      })
  void refusesOtherRepositoryNames(String text) {
    assertThatThrownBy(() -> RepositoryName.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Repository name needs slash-separated components of a-z, 0-9 and inner . _ __ - but is \"%s\"",
            text);
  }

  @Test
  void refusesLongRepositoryNames() {
    assertThat(RepositoryName.parse("a".repeat(255)).value()).hasSize(255);
    assertThatThrownBy(() -> RepositoryName.parse("a".repeat(256)))
        .hasMessage("Repository name may have 255 characters but has 256");
  }

  @ParameterizedTest
  @ValueSource(strings = {"latest", "V1.0_x-y", "_", "sha256-44136fa355b3678a.sig"})
  void acceptsTags(String text) {
    assertThat(Tag.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "-a", ".a", "a/b", "a:b", "a@b", "a+b", "a%2e", "é", "a\n"})
  void refusesOtherTags(String text) {
    assertThatThrownBy(() -> Tag.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Tag needs 1 to 128 characters of A-Z, a-z, 0-9, _ . - and neither . nor - first but is \"%s\"",
            text.replace('\n', '?'));
  }

  @Test
  void refusesLongTags() {
    assertThat(Tag.parse("a".repeat(128)).value()).hasSize(128);
    assertThatThrownBy(() -> Tag.parse("a".repeat(129)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/spdx+json", "a/b", "0/x!#$&-^_.+"})
  void acceptsMediaTypes(String text) {
    assertThat(MediaTypes.isValid(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a", "/", "a/", "/b", "a/b/c", "a/b;c=d", "a/ b", ".a/b", "é/b", "a/b\n"})
  void refusesOtherMediaTypes(String text) {
    assertThat(MediaTypes.isValid(text)).isFalse();
  }

  @Test
  void boundsPartsOfMediaTypes() {
    assertThat(MediaTypes.isValid("a".repeat(127) + "/b")).isTrue();
    assertThat(MediaTypes.isValid("a".repeat(128) + "/b")).isFalse();
  }
}
