package dev.referrers.attestation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PredicateTypesTest {

  /** As cosign 3's {@code attest --type} maps them. */
  @ParameterizedTest
  @CsvSource({
    "custom, https://cosign.sigstore.dev/attestation/v1",
    "slsaprovenance, https://slsa.dev/provenance/v0.2",
    "slsaprovenance02, https://slsa.dev/provenance/v0.2",
    "slsaprovenance1, https://slsa.dev/provenance/v1",
    "spdx, https://spdx.dev/Document",
    "spdxjson, https://spdx.dev/Document",
    "cyclonedx, https://cyclonedx.org/bom",
    "link, https://in-toto.io/Link/v1",
    "vuln, https://cosign.sigstore.dev/attestation/vuln/v1",
    "openvex, https://openvex.dev/ns"
  })
  void shortNamesStandForUris(String name, String uri) {
    assertThat(PredicateTypes.of(name)).isEqualTo(uri);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://example.test/a", "urn:example:a", "HTTPS://slsa.dev/provenance/v1"})
  void urisStandForThemselves(String uri) {
    assertThat(PredicateTypes.of(uri)).isEqualTo(uri);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SPDX", "", "slsaprovenance2", "/relative", "not a uri:"})
  void refusesWhatIsNeither(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PredicateTypes.of(text))
        .withMessageEndingWith(" but is \"" + text + '"');
  }

  @Test
  void listsTheNamesThatThereAre() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PredicateTypes.of("sbom"))
        .withMessage(
            "Predicate type needs to be a URI or one of [custom, cyclonedx, link, openvex,"
                + " slsaprovenance, slsaprovenance02, slsaprovenance1, spdx, spdxjson, vuln]"
                + " but is \"sbom\"");
  }
}
