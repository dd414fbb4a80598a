package dev.referrers.testing.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.MediaTypes;
import dev.referrers.testing.Behaviour;
import dev.referrers.testing.FakeRegistry;
import dev.referrers.testing.FakeRepository;
import dev.referrers.testing.Profiles;
import dev.referrers.testing.StoredManifest;
import dev.referrers.testing.conformance.BareClient.Reply;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ProfilesTest {

  static Stream<Arguments> profiles() {
    return Stream.of(
        Arguments.of("specified", Behaviour.specified(), 201, true, 200),
        Arguments.of("ghcr", Profiles.ghcr(), 201, false, 404),
        Arguments.of("redirecting", Profiles.ghcrRedirecting("http://x.example"), 201, false, 303),
        Arguments.of("dockerHub", Profiles.dockerHub(), 201, false, 404),
        Arguments.of("ecr", Profiles.ecr(), 201, true, 404),
        Arguments.of("refusing", Profiles.ecrRefusingReferrers(), 405, false, 404),
        Arguments.of("ecrPublic", Profiles.ecrPublic("u", "p"), 401, false, 401),
        Arguments.of("quay", Profiles.quay(), 201, false, 200),
        Arguments.of("harbor27", Profiles.harbor27(), 201, false, 401),
        Arguments.of("artifactory", Profiles.artifactory(), 201, false, 406),
        Arguments.of("gitLab", Profiles.gitLab(), 201, false, 404),
        Arguments.of("gitea", Profiles.gitea(), 501, false, 404),
        Arguments.of("acr", Profiles.acrWithCustomerKeys(), 201, true, 200),
        Arguments.of("distribution", Profiles.distribution(), 201, false, 404),
        Arguments.of("distribution2", Profiles.distribution2(), 201, false, 404),
        Arguments.of("olareg", Profiles.olareg(), 201, true, 200),
        Arguments.of("zot", Profiles.zot(), 201, true, 200),
        Arguments.of("cue", Profiles.cue(), 201, true, 200),
        Arguments.of("goContainerRegistry", Profiles.goContainerRegistry(), 201, false, 200));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("profiles")
  void answersPushAndListing(
      String name, Behaviour profile, int push, boolean ociSubject, int listing) {
    try (var registry = FakeRegistry.start(profile)) {
      FakeRepository api = registry.repository("acme/api");
      Descriptor image = api.pushImage("1.0");
      Descriptor referrer = api.addReferrer(image, "application/spdx+json", Annotations.NONE);
      StoredManifest manifest = api.manifest(referrer.digest().toString());
      var client = new BareClient(registry);

      Reply pushed =
          client.put(
              "/v2/acme/api/manifests/" + manifest.digest(),
              manifest.bytes(),
              "Content-Type",
              MediaTypes.IMAGE_MANIFEST);
      Reply listed = client.get("/v2/acme/api/referrers/" + image.digest());

      assertThat(pushed.status()).as(name).isEqualTo(push);
      assertThat(pushed.headers().get("OCI-Subject") != null).isEqualTo(ociSubject);
      assertThat(listed.status()).isEqualTo(listing);
    }
  }
}
