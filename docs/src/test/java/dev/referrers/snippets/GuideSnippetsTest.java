package dev.referrers.snippets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.DiscoveryReport;
import dev.referrers.Doctor;
import dev.referrers.Finding;
import dev.referrers.Outcome;
import dev.referrers.Publication;
import dev.referrers.PublicationPlan;
import dev.referrers.PublishPolicy;
import dev.referrers.Referrer;
import dev.referrers.ReferrerPublisher;
import dev.referrers.Referrers;
import dev.referrers.ReferrersMode;
import dev.referrers.ReferrersQuery;
import dev.referrers.Registry;
import dev.referrers.attestation.Artifact;
import dev.referrers.attestation.Attestation;
import dev.referrers.error.ReferrersTagConflictException;
import dev.referrers.error.UndeterminedException;
import dev.referrers.oci.AnnotationKeys;
import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Blob;
import dev.referrers.repository.Repository;
import dev.referrers.testing.Auth;
import dev.referrers.testing.Behaviour;
import dev.referrers.testing.FakeRegistry;
import dev.referrers.testing.Fault;
import dev.referrers.testing.Route;
import dev.referrers.transport.Credentials;
import dev.referrers.transport.Feature;
import dev.referrers.transport.RetryPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuideSnippetsTest {

  private final FakeRegistry registry = FakeRegistry.start();
  private final List<String> printed = new ArrayList<>();

  @TempDir private Path folder;

  @BeforeEach
  void pushImage() {
    registry.repository("acme/api").pushImage("1.4.0");
  }

  @AfterEach
  void close() {
    registry.close();
  }

  private Repository open() {
    return Registry.at(registry.host())
        .allowPlainHttp(registry.host())
        .build()
        .repository("acme/api");
  }

  private Path sbom() throws IOException {
    return Files.writeString(folder.resolve("sbom.spdx.json"), "{}");
  }

  private void print(Object text) {
    printed.add(text.toString());
  }

  @Test
  void readme() throws IOException {
    String host = registry.host();
    Path file = sbom();
    // region readme
    Repository api = Registry.at(host).allowPlainHttp(host).build().repository("acme/api");
    Descriptor image = api.resolve("1.4.0");
    Artifact sbom = Artifact.of("application/spdx+json", Blob.of("application/spdx+json", file));
    Publication receipt = ReferrerPublisher.into(api).build().publish(image, Attestation.of(sbom));
    print(receipt.manifest().digest() + " listed by " + receipt.listedBy());
    for (Referrer found : Referrers.in(api).of(image.digest()).toList()) {
      print(found.descriptor().artifactType() + " " + found.descriptor().digest());
    }
    // endregion
    assertThat(printed.get(0)).endsWith("listed by REFERRERS_API");
    assertThat(printed.get(1)).startsWith("application/spdx+json sha256:");
  }

  @Test
  void discover() throws IOException {
    Repository api = open();
    Descriptor image = api.resolve("1.4.0");
    Descriptor sbom =
        registry
            .repository("acme/api")
            .addReferrer(image, "application/spdx+json", Annotations.NONE);
    // region discover
    ReferrersQuery newestSboms =
        ReferrersQuery.ALL.withArtifactType("application/spdx+json").sortedByNewest();
    Referrers.in(api).of(image.digest(), newestSboms).stream()
        .limit(1)
        .forEach(found -> print(found.descriptor().digest()));
    // endregion
    assertThat(printed).containsExactly(sbom.digest().toString());
  }

  @Test
  void discoverFailing() throws IOException {
    Repository api = open();
    Descriptor image = api.resolve("1.4.0");
    registry.fault(Route.REFERRERS, Fault.status(403).always());
    // region discover-failing
    try {
      boolean signed = !Referrers.in(api).of(image.digest()).toList().isEmpty();
      print(signed ? "signed" : "not signed");
    } catch (UndeterminedException e) {
      print("not known: " + e.getMessage()); // never taken for "not signed"
    }
    DiscoveryReport report = Referrers.in(api).of(image.digest()).report();
    print(report.outcome() + " " + report.sources().get(0).failure());
    // endregion
    assertThat(printed.get(0)).startsWith("not known: ");
    assertThat(report.outcome()).isEqualTo(Outcome.UNDETERMINED);
  }

  @Test
  void doctor() throws IOException {
    Repository api = open();
    // region doctor
    for (Finding finding : Doctor.of(api).examine().findings()) {
      print(finding.feature() + " " + finding.verdict() + ": " + finding.evidence());
    }
    // endregion
    assertThat(printed.get(0)).isEqualTo("REFERRERS_API YES: GET referrers: an image index");
  }

  @Test
  void publish() throws IOException {
    Repository api = open();
    Descriptor image = api.resolve("1.4.0");
    Path file = sbom();
    // region publish
    ReferrerPublisher publisher =
        ReferrerPublisher.into(api)
            .mode(ReferrersMode.AUTOMATIC) // the API where there is one, else the tag; never both
            .policy(PublishPolicy.SKIP_IDENTICAL)
            .confirm(true) // read the list back, even when the registry has promised
            .timeout(Duration.ofMinutes(2))
            .build();
    Artifact sbom = Artifact.of("application/spdx+json", Blob.of("application/spdx+json", file));
    List<Attestation> both = List.of(Attestation.of(sbom), Attestation.of(sbom));
    PublicationPlan plan = publisher.plan(image, both);
    print(plan.requests().size() + " requests, tokens for " + plan.scopes());
    for (Publication receipt : publisher.publishAll(image, both)) {
      print(receipt.evidence() + " " + receipt.warnings());
    }
    // endregion
    assertThat(printed.get(1)).isEqualTo("SEEN []");
  }

  @Test
  void publishAnnotated() throws IOException {
    Repository api = open();
    Descriptor image = api.resolve("1.4.0");
    Path file = sbom();
    // region publish-annotated
    Blob named =
        Blob.of("application/spdx+json", file)
            .withAnnotations(Annotations.of(AnnotationKeys.TITLE, "sbom.spdx.json"));
    Attestation sbom =
        Attestation.of(Artifact.of("application/spdx+json", named))
            .withAnnotations(
                Annotations.of("com.example.build", "4711").with("com.example.by", "ci"));
    ReferrerPublisher publisher =
        ReferrerPublisher.into(api).policy(PublishPolicy.SKIP_IDENTICAL).build();
    print(publisher.publish(image, sbom).created()); // true
    print(publisher.publish(image, sbom).created()); // false: it is there already

    ReferrersQuery ofBuild = ReferrersQuery.ALL.withAnnotation("com.example.build", "4711");
    print(Referrers.in(api).of(image.digest(), ofBuild).toList().size()); // 1
    // endregion
    assertThat(printed).containsExactly("true", "false", "1");
  }

  @Test
  void publishFailing() throws IOException {
    registry.behave(b -> b.withoutReferrersApi().withDroppedTagWrites(1));
    Repository api = open();
    Descriptor image = api.resolve("1.4.0");
    ReferrerPublisher publisher =
        ReferrerPublisher.into(api)
            .settle(Duration.ofMillis(20))
            .timeout(Duration.ofSeconds(2))
            .build();
    Attestation attestation = Attestation.of(new Artifact("application/x-report", List.of()));
    // region publish-failing
    try {
      publisher.publish(image, attestation);
      print("listed");
    } catch (ReferrersTagConflictException e) {
      print("pushed, but not listed: " + e.manifests()); // later: publisher.relist(e.manifests())
    }
    // endregion
    assertThat(printed.get(0)).startsWith("pushed, but not listed: [sha256:");
  }

  @Test
  void credentials() throws IOException {
    registry.behave(b -> b.withAuth(Auth.bearer("ci", "secret")));
    String host = registry.host();
    String password = "secret";
    // region credentials
    Registry mine =
        Registry.at(host)
            .allowPlainHttp(host) // for this host only; leave it out for anything but a test
            .credentials(
                Credentials.firstOf(
                    Credentials.basic(host, "ci", password), Credentials.defaults()))
            .build();
    // endregion
    assertThat(mine.repository("acme/api").resolve("1.4.0").size()).isPositive();
  }

  @Test
  void testingFailing() throws IOException {
    // region testing-failing
    try (FakeRegistry fake = FakeRegistry.start()) {
      Descriptor image = fake.repository("acme/api").pushImage("1.4.0");
      fake.fault(Route.REFERRERS, Fault.status(503).always());
      Repository api =
          Registry.at(fake.host())
              .allowPlainHttp(fake.host())
              .retryPolicy(RetryPolicy.NEVER) // else each answer of 503 costs seconds
              .build()
              .repository("acme/api");

      assertThatThrownBy(() -> Referrers.in(api).of(image.digest()).toList())
          .isInstanceOf(UndeterminedException.class);
      fake.clearFaults();
      assertThat(Referrers.in(api).of(image.digest()).toList()).isEmpty();
    }
    // endregion
  }

  @Test
  void testing() throws IOException {
    // region testing
    Behaviour ghcr = Behaviour.specified().withoutReferrersApi();
    try (FakeRegistry fake = FakeRegistry.start(ghcr)) {
      Descriptor image = fake.repository("acme/api").pushImage("1.4.0");
      fake.fault(Route.PUT_MANIFEST, Fault.loseAnswer());
      Repository api =
          Registry.at(fake.host()).allowPlainHttp(fake.host()).build().repository("acme/api");

      Attestation report = Attestation.of(new Artifact("application/x-report", List.of()));
      Publication receipt = ReferrerPublisher.into(api).build().publish(image, report);

      assertThat(receipt.listedBy()).isEqualTo(Publication.ListedBy.REFERRERS_TAG);
      assertThat(fake.count(Route.REFERRERS)).isOne();
      assertThat(api.capabilities().lacks(api.location(), Feature.REFERRERS_API)).isTrue();
    }
    // endregion
  }
}
