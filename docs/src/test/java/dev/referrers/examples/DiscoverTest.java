package dev.referrers.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.Referrers;
import dev.referrers.Registry;
import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.testing.Behaviour;
import dev.referrers.testing.FakeRegistry;
import dev.referrers.testing.FakeRepository;
import dev.referrers.testing.Fault;
import dev.referrers.testing.Paging;
import dev.referrers.testing.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiscoverTest {

  private static final String SPDX = "application/spdx+json";
  private static final String SIGNATURE = "application/x-signature";
  private static final String PREDICATE_TYPE = "dev.sigstore.bundle.predicateType";

  private final FakeRegistry registry = FakeRegistry.start();
  private final FakeRepository stored = registry.repository("acme/api");
  private final Descriptor image = stored.pushImage("v1");

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void printsALineForEach() {
    Descriptor sbom = stored.addReferrer(image, SPDX, Annotations.of("k", "v"));
    stored.addReferrer(sbom, SIGNATURE, Annotations.NONE);

    Run run = discover();

    assertThat(run.code()).isZero();
    assertThat(run.lines())
        .containsExactly(
            ("{\"digest\":\"%s\",\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\","
                    + "\"artifactType\":\"%s\",\"size\":%d,\"annotations\":{\"k\":\"v\"},"
                    + "\"origins\":[\"api\"]}")
                .formatted(sbom.digest(), SPDX, sbom.size()));
  }

  @Test
  void keepsWhatIsOfTheTypesAskedFor() {
    Descriptor slsa = stored.addReferrer(image, SPDX, Annotations.of(PREDICATE_TYPE, "slsa"));
    stored.addReferrer(image, SPDX, Annotations.of(PREDICATE_TYPE, "vsa"));
    stored.addReferrer(image, SIGNATURE, Annotations.of(PREDICATE_TYPE, "slsa"));

    assertThat(discover("--artifact-type", SPDX).lines()).hasSize(2);
    assertThat(discover("--artifact-type", SPDX, "--predicate-type", "slsa").lines())
        .singleElement()
        .asString()
        .contains(slsa.digest().toString());
    assertThat(discover("--predicate-type", "none").code()).isOne();
  }

  /** As in lists that cosign keeps, and as cosign 2.6 writes it on all it attests. */
  @ParameterizedTest
  @ValueSource(strings = {"", "https://sigstore.dev/cosign/sign/v1"})
  void readsBundlesWhoseAnnotationIsMissingOrWrong(String annotation, @TempDir Path folder)
      throws IOException {
    registry.behave(Behaviour::withoutReferrersApi);
    Descriptor bundle = attest("slsaprovenance1", folder);
    var told = annotation.isEmpty() ? Annotations.NONE : Annotations.of(PREDICATE_TYPE, annotation);
    tag(List.of(bundle.withAnnotations(told)));

    assertThat(discover("--predicate-type", "slsaprovenance1").lines())
        .singleElement()
        .asString()
        .contains(bundle.digest().toString());
    assertThat(discover("--predicate-type", "spdx").code()).isOne();
    assertThat(discover("--predicate-type", "https://sigstore.dev/cosign/sign/v1").code()).isOne();
  }

  @Test
  void takesPredicateTypesByName() {
    String provenance = "https://slsa.dev/provenance/v1";
    stored.addReferrer(image, SIGNATURE, Annotations.of(PREDICATE_TYPE, provenance));

    assertThat(discover("--predicate-type", "slsaprovenance1").lines()).hasSize(1);
    assertThat(discover("--predicate-type", "spdx").diagnostics()).contains("nothing found");
  }

  @Test
  void goesDownToWhatIsWanted() {
    Descriptor sbom = stored.addReferrer(image, SPDX, Annotations.NONE);
    stored.addReferrer(sbom, SIGNATURE, Annotations.NONE);

    assertThat(discover("--artifact-type", SIGNATURE).code()).isOne();
    assertThat(discover("--artifact-type", SIGNATURE, "--recursive").lines()).hasSize(1);
    assertThat(discover("--recursive").lines()).hasSize(2);
  }

  @Test
  void aListThatLeadsInACircleEnds() {
    Descriptor sbom = stored.addReferrer(image, SPDX, Annotations.NONE);
    stored.list(sbom.digest(), image);
    stored.list(sbom.digest(), sbom);

    Run run = discover("--recursive");

    assertThat(run.lines()).hasSize(1);
    assertThat(run.diagnostics()).contains("api: entries about something else: 2");
  }

  @Test
  void looksOnlyWhereItIsTold() {
    Descriptor both = stored.addReferrer(image, SPDX, Annotations.NONE);
    Descriptor tagged = stored.addReferrer(image, SIGNATURE, Annotations.NONE);
    tag(List.of(both, tagged));
    stored.deleteManifest(tagged.digest().toString());
    Descriptor inApi = stored.addReferrer(image, "application/x-new", Annotations.NONE);

    assertThat(digests(discover("--source", "api")))
        .containsExactlyInAnyOrder(both.digest().toString(), inApi.digest().toString());
    assertThat(digests(discover("--source", "tag")))
        .containsExactly(both.digest().toString(), tagged.digest().toString());
    assertThat(discover("--source", "all").lines())
        .hasSize(3)
        .anyMatch(line -> line.endsWith("[\"api\",\"tag\"]}"));
  }

  @Test
  void allSourcesAreMoreThanCanBeLookedAtYet() {
    Run none = discover("--source", "all");
    stored.addReferrer(image, SPDX, Annotations.NONE);
    Run one = discover("--source", "all");

    assertThat(none.code()).isEqualTo(2);
    assertThat(one.code()).isZero();
    assertThat(one.lines()).hasSize(1);
    assertThat(one.diagnostics()).contains("not looked at yet: cosign tags");
  }

  @Test
  void asksTheTagWhereThereIsNoApi() {
    registry.behave(Behaviour::withoutReferrersApi);

    Run none = discover();
    tag(List.of(stored.addReferrer(image, SPDX, Annotations.NONE)));

    assertThat(none.code()).isOne();
    assertThat(none.diagnostics()).startsWith("api: ").contains("404");
    assertThat(discover().lines()).singleElement().asString().endsWith("\"origins\":[\"tag\"]}");
    assertThat(discover("--source", "api").code()).isEqualTo(2);
  }

  @Test
  void nothingFoundIsANegativeAnswer() {
    Run run = discover();

    assertThat(run.code()).isOne();
    assertThat(run.lines()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404, 500})
  void anImageThatCannotBeResolvedIsAnError(int status) {
    registry.fault(Route.HEAD_MANIFEST, Run.failing(status));

    Run run = discover();

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.diagnostics()).startsWith("discover: ");
  }

  @ParameterizedTest
  @CsvSource({"REFERRERS, 401", "REFERRERS, 403", "REFERRERS, 500", "GET_MANIFEST, 500"})
  void aListThatCannotBeReadIsAnError(Route route, int status) {
    if (route == Route.GET_MANIFEST) {
      registry.behave(Behaviour::withoutReferrersApi);
    }
    registry.fault(route, Run.failing(status));

    Run run = discover();

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.diagnostics()).contains("discover: GET ").contains(String.valueOf(status));
  }

  @Test
  void aPageThatFailsLeavesNothingToShow() {
    stored.addReferrers(image, 4, SPDX);
    registry.behave(behaviour -> behaviour.withPaging(Paging.of(2)));
    registry.fault(Route.REFERRERS, Fault.status(403).always().after(1));

    Run run = discover();

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.lines()).isEmpty();
  }

  @Test
  void aRegistryThatIsNotThereIsAnError() {
    String gone = registry.host();
    registry.close();

    assertThat(Run.of("discover", gone + "/acme/api:v1", "--plain-http").code()).isEqualTo(2);
  }

  @Test
  void saysWhatItCannotDoYet() {
    assertThat(discover("--source", "cosign"))
        .isEqualTo(
            new Run(
                2,
                List.of(),
                """
                discover: cosign tags are not supported yet: --source cosign
                usage: discover REF [--artifact-type T] [--predicate-type P] \
                [--source api|tag|cosign|all] [--recursive] \
                [--plain-http] [--user NAME --password-stdin]
                """));
    assertThat(registry.requests()).isEmpty();
  }

  private Run discover(String... options) {
    var args = new ArrayList<>(List.of("discover", registry.host() + "/acme/api:v1"));
    args.add("--plain-http");
    args.addAll(List.of(options));
    return Run.of(args.toArray(String[]::new));
  }

  private Descriptor attest(String type, Path folder) throws IOException {
    Files.writeString(folder.resolve("predicate.json"), "{}");
    Run run =
        Run.of(
            "attest",
            registry.host() + "/acme/api:v1",
            "--plain-http",
            "--key",
            KeyFile.create(folder, "key").privateKey(),
            "--predicate",
            folder.resolve("predicate.json").toString(),
            "--type",
            type);
    assertThat(run.diagnostics()).isEmpty();
    return Referrers.in(
            Registry.at(registry.host())
                .allowPlainHttp(registry.host())
                .build()
                .repository("acme/api"))
        .of(image.digest())
        .toList()
        .get(0)
        .descriptor();
  }

  private void tag(List<Descriptor> entries) {
    stored.pushIndex(image.digest().toString().replace(':', '-'), entries);
  }

  private static List<String> digests(Run run) {
    return run.lines().stream().map(line -> line.substring(11, 11 + 71)).toList();
  }
}
