package dev.referrers.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CredentialTest {

  @Test
  void showsKindAndSourceButNoSecret() {
    assertThat(new Credential.Basic("ann", "s3cret", "the caller"))
        .hasToString("Basic from the caller");
    assertThat(new Credential.IdentityToken("s3cret", "docker-credential-pass"))
        .hasToString("IdentityToken from docker-credential-pass");
    assertThat(new Credential.RegistryToken("s3cret", "~/.docker/config.json"))
        .hasToString("RegistryToken from ~/.docker/config.json");
  }

  @Test
  void userNameHoldsNoColon() {
    assertThatThrownBy(() -> new Credential.Basic("a:b", "s3cret", "the caller"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("User name must not hold a colon");
    assertThat(new Credential.Basic("", "a:b", "the caller").password()).isEqualTo("a:b");
  }

  @Test
  void registryTokenFitsIntoAHeaderAndIsNotQuotedOtherwise() {
    assertThatThrownBy(() -> new Credential.RegistryToken("s3cret\r\nX: y", "the caller"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Registry token needs visible ASCII characters");
    assertThatThrownBy(() -> new Credential.IdentityToken("", "the caller"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Identity token must not be empty");
  }
}
