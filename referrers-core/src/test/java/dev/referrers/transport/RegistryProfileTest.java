package dev.referrers.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.transport.RegistryProfile.ReferrersStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryProfileTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "123456789012.dkr.ecr.eu-central-1.amazonaws.com",
        "123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com",
        "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn"
      })
  void subjectsThatEcrAcknowledgesAreNotBelieved(String host) {
    assertThat(RegistryProfile.of(host).believesOciSubject()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "registry.example",
        "public.ecr.aws",
        "123456789012.dkr.ecr.eu-central-1.amazonaws.com.evil.example"
      })
  void othersHaveNoProfile(String host) {
    assertThat(RegistryProfile.of(host)).isSameAs(RegistryProfile.DEFAULT);
  }

  @Test
  void unknownSubjectOnQuayIsNotRemembered() {
    assertThat(RegistryProfile.of("quay.io").meaningOf(400)).isEqualTo(ReferrersStatus.NO_API_NOW);
    assertThat(RegistryProfile.of("quay.io").meaningOf(404)).isNull();
  }
}
