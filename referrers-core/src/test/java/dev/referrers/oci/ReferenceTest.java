package dev.referrers.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceTest {

  private static final String DIGEST =
      "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";

  @ParameterizedTest
  @CsvSource({
    "alpine, docker.io/library/alpine:latest",
    "alpine:3, docker.io/library/alpine:3",
    "docker.io/alpine, docker.io/library/alpine:latest",
    "index.docker.io/alpine, docker.io/library/alpine:latest",
    "Docker.IO/alpine, docker.io/library/alpine:latest",
    "acme/api, docker.io/acme/api:latest",
    "docker.io/acme/api:1, docker.io/acme/api:1",
    "library/alpine, docker.io/library/alpine:latest",
    "localhost:5000, docker.io/library/localhost:5000",
    "ghcr.io/api, ghcr.io/api:latest",
    "localhost/api, localhost/api:latest",
    "localhost:5000/api:1, localhost:5000/api:1",
    "registry:5000/a/b/c, registry:5000/a/b/c:latest",
    "127.0.0.1:5000/api, 127.0.0.1:5000/api:latest",
    "[::1]:5000/api:1, [::1]:5000/api:1",
    "[2001:DB8::1]/api, [2001:db8::1]/api:latest",
    "LocalHost/api, localhost/api:latest",
    "Registry/api, Registry/api:latest",
    "Reg.Example:443/api:V1, reg.example:443/api:V1"
  })
  void normalisesAsEverybodyDoes(String text, String normalised) {
    var reference = Reference.parse(text);

    assertThat(reference).hasToString(normalised);
    assertThat(Reference.parse(normalised)).isEqualTo(reference);
  }

  @Test
  void digestWinsOverTag() {
    var both = Reference.parse("ghcr.io/api:1@" + DIGEST);
    var digestOnly = Reference.parse("ghcr.io/api@" + DIGEST);

    assertThat(both).hasToString("ghcr.io/api:1@" + DIGEST);
    assertThat(both.tag()).isEqualTo("1");
    assertThat(both.tagOrDigest()).isEqualTo(DIGEST);
    assertThat(digestOnly.tag()).isNull();
    assertThat(digestOnly.tagOrDigest()).isEqualTo(DIGEST);
    assertThat(Reference.parse("ghcr.io/api:1").tagOrDigest()).isEqualTo("1");
  }

  @Test
  void dockerHubIsServedByAnotherHost() {
    assertThat(Reference.parse("alpine").host()).isEqualTo("registry-1.docker.io");
    assertThat(Reference.parse("alpine").registry()).isEqualTo("docker.io");
    assertThat(Reference.parse("[::1]:5000/api").host()).isEqualTo("[::1]:5000");
  }

  @Test
  void partsAreNormalisedToo() {
    var reference = new Reference("INDEX.docker.io", RepositoryName.parse("alpine"), null, null);

    assertThat(reference).isEqualTo(Reference.parse("alpine"));
  }

  @Test
  void partsThatWouldReadAsAnotherReferenceAreRefused() {
    assertThatThrownBy(() -> new Reference("registry", RepositoryName.parse("api"), null, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Registry needs a dot, a colon or an upper-case letter, to be no part of a repository, but is \"registry\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://ghcr.io/api | Reference may not have a scheme but is \"https://ghcr.io/api\"",
        "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a | Reference needs a repository but is a bare digest: \"44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a\"",
        "-a.b/api | Registry needs a host name or an IPv6 address in brackets but is \"-a.b\"",
        "a..b/api | Registry needs a host name or an IPv6 address in brackets but is \"a..b\"",
        "../api | Registry needs a host name or an IPv6 address in brackets but is \"..\"",
        "a_b:1/api | Registry needs a host name or an IPv6 address in brackets but is \"a_b:1\"",
        "user:pw@x/api | Digest needs the form algorithm:encoded but is \"x/api\"",
        "::1/api | Registry needs a host name or an IPv6 address in brackets but is \"::1\"",
        "[::1/api | Registry needs a host name or an IPv6 address in brackets but is \"[::1\"",
        "[:::]/api | Registry needs a host name or an IPv6 address in brackets but is \"[:::]\"",
        "[::1]x/api | Registry needs a host name or an IPv6 address in brackets but is \"[::1]x\"",
        "a.b:/api | Registry needs a port of 1 to 65535 but is \"a.b:\"",
        "a.b:0/api | Registry needs a port of 1 to 65535 but is \"a.b:0\"",
        "a.b:65536/api | Registry needs a port of 1 to 65535 but is \"a.b:65536\"",
        "a.b:1:2/api | Registry needs a port of 1 to 65535 but is \"a.b:1:2\""
      })
  void refusesWhatIsNoReference(String text, String problem) {
    assertThatThrownBy(() -> Reference.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(problem);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "@",
        "api:",
        "api@",
        "api:-x",
        "a.b/",
        "/api",
        "a.b//api",
        "a.b/api/",
        "a.b/../api",
        "a.b/Api",
        "Api",
        "a.b/api?x",
        "a.b/api:x/y:z",
        "a.b/api@sha256:x@y",
        " api",
        "api\n"
      })
  void refusesBrokenParts(String text) {
    assertThatThrownBy(() -> Reference.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesEndlessTextQuickly() {
    for (var part : new String[] {"a.", "a-", "a/", "a_", "[", ":", "@", "A"}) {
      var text = part.repeat(500_000) + "/!";

      assertThatThrownBy(() -> Reference.parse(text))
          .isInstanceOf(IllegalArgumentException.class)
          .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(400));
    }
  }
}
