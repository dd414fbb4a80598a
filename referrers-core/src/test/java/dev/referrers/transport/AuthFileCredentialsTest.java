package dev.referrers.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.error.CredentialException;
import dev.referrers.oci.RepositoryName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** formats.md S66. */
class AuthFileCredentialsTest {

  private static final String SOURCE = "~/.docker/config.json";

  @TempDir private Path home;
  private Path file;

  @BeforeEach
  void makeDirectory() throws IOException {
    file = Files.createDirectory(home.resolve(".docker")).resolve("config.json");
  }

  @Test
  void passwordMayHoldColons() throws IOException {
    write("{'auths':{'registry.example':{'auth':'" + base64("ann:s3:cr:et") + "'}}}");

    assertThat(find("registry.example")).isEqualTo(basic("ann", "s3:cr:et"));
    assertThat(find("other.example")).isNull();
  }

  @Test
  void takesUserNameAndPasswordApart() throws IOException {
    write("{'auths':{'registry.example':{'username':'ann','password':'s3cret'}}}");

    assertThat(find("registry.example")).isEqualTo(basic("ann", "s3cret"));
  }

  @Test
  void tokensGoBeforePasswords() throws IOException {
    write(
        "{'auths':{'id.example':{'auth':'YTpi','identitytoken':'refresh'},"
            + "'reg.example':{'auth':'YTpi','registrytoken':'bearer','identitytoken':'refresh'}}}");

    assertThat(find("id.example")).isEqualTo(new Credential.IdentityToken("refresh", SOURCE));
    assertThat(find("reg.example")).isEqualTo(new Credential.RegistryToken("bearer", SOURCE));
  }

  @ParameterizedTest
  @CsvSource({
    "https://registry.example, registry.example",
    "http://registry.example/v1/, registry.example",
    "https://registry.example/v2/some/path, registry.example",
    "registry.example/v2/, registry.example",
    "Registry.Example:5000, registry.example:5000",
    "https://index.docker.io/v1/, docker.io",
    "docker.io, docker.io",
    "index.docker.io, docker.io",
    "registry-1.docker.io, docker.io",
    "registry.example/acme/api, registry.example",
    "registry.example/acme/, registry.example"
  })
  void keysMayCarrySchemeAndPath(String key, String registry) throws IOException {
    write("{'auths':{'" + key + "':{'username':'ann','password':'s3cret'}}}");

    assertThat(find(registry)).isEqualTo(basic("ann", "s3cret"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "registry.example:5000",
        "registry.example.evil.example",
        "registry.example/acme/ap",
        "registry.example/acme/api/more",
        "https://evil.example/registry.example"
      })
  void otherKeysDoNotMatch(String key) throws IOException {
    write("{'auths':{'" + key + "':{'username':'ann','password':'s3cret'}}}");

    assertThat(find("registry.example")).isNull();
  }

  @Test
  void mostSpecificKeyWins() throws IOException {
    write(
        "{'auths':{'registry.example':{'username':'host','password':'x'},"
            + "'registry.example/acme':{'username':'team','password':'x'},"
            + "'registry.example/acme/api':{'username':'api','password':'x'}}}");

    assertThat(find("registry.example", "acme/api")).isEqualTo(basic("api", "x"));
    assertThat(find("registry.example", "acme/web")).isEqualTo(basic("team", "x"));
    assertThat(find("registry.example", "acmeapi")).isEqualTo(basic("host", "x"));
  }

  @Test
  void dockersOwnKeyForDockerHubGoesFirst() throws IOException {
    write(
        "{'auths':{'docker.io':{'username':'other','password':'x'},"
            + "'https://index.docker.io/v1/':{'username':'ann','password':'x'}}}");

    assertThat(find("docker.io")).isEqualTo(basic("ann", "x"));
  }

  @Test
  void emptyEntriesOfDockerDesktopDoNotCount() throws IOException {
    write(
        "{'auths':{'https://registry.example':{},'registry.example':{'auth':'"
            + base64("ann:x")
            + "'}},'HttpHeaders':{'User-Agent':'Docker-Client/19.03.12'}}");

    assertThat(find("registry.example")).isEqualTo(basic("ann", "x"));
  }

  @Test
  void missingFileHasNoCredentials() throws IOException {
    assertThat(find("registry.example")).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'auths':{'registry.example':{'auth':s3cret}}}| the file is malformed",
        "{'auths':[]}| the file is malformed at $.auths",
        "{'auths':{'registry.example':{'auth':7}}}"
            + "| the file is malformed at $.auths.registry.example.auth",
        "{'auths':{'registry.example':{'auth':'!s3cret'}}}"
            + "| entry of registry.example: auth needs to be base64 of user:password",
        "{'auths':{'registry.example':{'auth':'czNjcmV0'}}}"
            + "| entry of registry.example: auth needs to be base64 of user:password",
        "{'auths':{'registry.example':{'registrytoken':'s3 cret'}}}"
            + "| entry of registry.example: Registry token needs visible ASCII characters",
        "{'credsStore':'../s3cret'}| Helper needs a name of letters, digits and inner . _ -",
        "{'credHelpers':{'registry.example':'a/b'}}"
            + "| Helper needs a name of letters, digits and inner . _ -"
      })
  void malformedFileIsNamedButNotQuoted(String json, String problem) throws IOException {
    write(json);

    assertThatThrownBy(() -> find("registry.example"))
        .isInstanceOf(CredentialException.class)
        .hasMessage("Credentials from ~/.docker/config.json: " + problem)
        .hasNoCause();
  }

  @Test
  void brokenEntryOfAnotherRegistryIsNoMatter() throws IOException {
    write(
        "{'auths':{'bad.example':{'auth':'!'},'registry.example':{'username':'a','password':'b'}}}");

    assertThat(find("registry.example")).isEqualTo(basic("a", "b"));
  }

  /** tektoncd/chains#320. */
  @Test
  void unreadableFileIsAnError() throws IOException {
    Files.createDirectory(file);

    assertThatThrownBy(() -> find("registry.example"))
        .isInstanceOf(CredentialException.class)
        .hasMessage("Credentials from ~/.docker/config.json: the file cannot be read: IOException");
  }

  @Test
  void fileHasALimit() throws IOException {
    Files.writeString(file, "{" + " ".repeat(1 << 20));

    assertThatThrownBy(() -> find("registry.example"))
        .isInstanceOf(CredentialException.class)
        .hasMessageEndingWith("the file is longer than 1048576 bytes");
  }

  private @Nullable Credential find(String registry) throws IOException {
    return find(registry, "acme/api");
  }

  private @Nullable Credential find(String registry, String repository) throws IOException {
    return new AuthFileCredentials(file, new Environment(Map.of(), home))
        .find(registry, RepositoryName.parse(repository));
  }

  private void write(String json) throws IOException {
    Files.writeString(file, json.replace('\'', '"'));
  }

  private static Credential basic(String username, String password) {
    return new Credential.Basic(username, password, SOURCE);
  }

  private static String base64(String text) {
    return ByteString.encodeUtf8(text).base64();
  }
}
