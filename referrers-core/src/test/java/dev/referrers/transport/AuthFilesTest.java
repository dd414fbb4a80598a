package dev.referrers.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.oci.RepositoryName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthFilesTest {

  @TempDir private Path home;

  @Test
  void dockerFileIsUnderTheHomeDirectory() throws IOException {
    write(".docker/config.json");

    assertThat(source(files(Map.of()).docker())).isEqualTo("~/.docker/config.json");
  }

  @Test
  void dockerConfigNamesTheDirectory() throws IOException {
    write(".docker/config.json");
    write("elsewhere/config.json");
    AuthFiles files = files(Map.of("DOCKER_CONFIG", home.resolve("elsewhere").toString()));

    assertThat(source(files.docker())).isEqualTo("~/elsewhere/config.json");
  }

  @Test
  void podmanLooksAtTheLoginFirst() throws IOException {
    write(".config/containers/auth.json");
    AuthFiles files = files(Map.of("XDG_RUNTIME_DIR", home.resolve("run").toString()));

    assertThat(source(files.podman())).isEqualTo("~/.config/containers/auth.json");
    write("run/containers/auth.json");
    assertThat(source(files.podman())).isEqualTo("~/run/containers/auth.json");
  }

  @Test
  void registryAuthFileIsPodmansOnly() throws IOException {
    write(".config/containers/auth.json");
    AuthFiles files = files(Map.of("REGISTRY_AUTH_FILE", home.resolve("a.json").toString()));

    assertThat(source(files.podman())).isNull();
    write("a.json");
    assertThat(source(files.podman())).isEqualTo("~/a.json");
  }

  @Test
  void defaultsAreDockerThenPodmanUnlessAFileIsNamed() throws IOException {
    write(".config/containers/auth.json");
    assertThat(source(files(Map.of()).all())).isEqualTo("~/.config/containers/auth.json");

    write(".docker/config.json");
    assertThat(source(files(Map.of()).all())).isEqualTo("~/.docker/config.json");

    write("a.json");
    AuthFiles named = files(Map.of("REGISTRY_AUTH_FILE", home.resolve("a.json").toString()));
    assertThat(source(named.all())).isEqualTo("~/a.json");
  }

  private AuthFiles files(Map<String, String> variables) {
    return new AuthFiles(new Environment(variables, home));
  }

  private void write(String name) throws IOException {
    Path file = home.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(
        file, "{\"auths\":{\"registry.example\":{\"username\":\"ann\",\"password\":\"x\"}}}");
  }

  private static @Nullable String source(Credentials credentials) throws IOException {
    Credential found = credentials.find("registry.example", RepositoryName.parse("acme/api"));
    return found == null ? null : found.source();
  }
}
