package dev.referrers.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.oci.RepositoryName;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class CredentialsTest {

  private static final RepositoryName REPOSITORY = RepositoryName.parse("acme/api");

  @Test
  void answersForTheNamedRegistryOnly() throws IOException {
    Credentials credentials = Credentials.basic("registry.example:5000", "ann", "s3cret");

    assertThat(credentials.find("Registry.example:5000", REPOSITORY))
        .isEqualTo(new Credential.Basic("ann", "s3cret", "the caller"));
    assertThat(credentials.find("registry.example", REPOSITORY)).isNull();
    assertThat(credentials.find("evil.example", REPOSITORY)).isNull();
  }

  @Test
  void knowsDockerHubByAllItsNames() throws IOException {
    Credentials credentials = Credentials.identityToken("index.docker.io", "s3cret");

    assertThat(credentials.find("docker.io", REPOSITORY)).isNotNull();
    assertThat(credentials.find("registry-1.docker.io", REPOSITORY)).isNotNull();
    assertThat(credentials.find("hub.docker.com", REPOSITORY)).isNull();
  }

  @Test
  void registryIsAHostNotAUrl() {
    assertThatThrownBy(() -> Credentials.registryToken("https://registry.example", "s3cret"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Registry needs the form host or host:port but is \"https://registry.example\"");
  }

  @Test
  void asksInTurnAndStopsAtAnError() throws IOException {
    Credentials second = Credentials.basic("two.example", "ann", "s3cret");
    Credentials broken =
        (registry, repository) -> {
          throw new IOException("broken");
        };

    assertThat(Credentials.firstOf(Credentials.anonymous(), second).find("two.example", REPOSITORY))
        .isNotNull();
    assertThatThrownBy(() -> Credentials.firstOf(broken, second).find("two.example", REPOSITORY))
        .hasMessage("broken");
  }
}
