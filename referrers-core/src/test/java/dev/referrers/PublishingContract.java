package dev.referrers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.attestation.Artifact;
import dev.referrers.attestation.Attestation;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.repository.Blob;
import dev.referrers.repository.Precondition;
import dev.referrers.transport.Feature;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is composed works on every repository, whatever keeps it. */
abstract class PublishingContract extends RepositoryContract {

  @ParameterizedTest
  @EnumSource
  void publishesAndDiscovers(ReferrersMode mode) throws IOException {
    Descriptor image = pushedImage();

    Publication done = publisher(mode, PublishPolicy.APPEND).publish(image, sbom("1"));

    assertThat(done.evidence()).isEqualTo(Publication.Evidence.SEEN);
    assertThat(discovered(image)).containsExactly(done.manifest().digest());
    assertThat(Referrers.in(repository()).of(image.digest(), "text/x-other").toList()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void skipsWhatIsThere(ReferrersMode mode) throws IOException {
    Descriptor image = pushedImage();
    var publisher = publisher(mode, PublishPolicy.SKIP_IDENTICAL);
    Publication first = publisher.publish(image, sbom("1"));

    Publication second = publisher.publish(image, sbom("1"));
    publisher.publish(image, sbom("2"));

    assertThat(second.created()).isFalse();
    assertThat(second.manifest().digest()).isEqualTo(first.manifest().digest());
    assertThat(discovered(image)).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource
  void replacesWhatIsThere(ReferrersMode mode) throws IOException {
    Descriptor image = pushedImage();
    Publication first = publisher(mode, PublishPolicy.APPEND).publish(image, sbom("1"));

    Publication second = publisher(mode, PublishPolicy.REPLACE).publish(image, sbom("2"));

    assertThat(second.warnings()).isEmpty();
    assertThat(discovered(image)).containsExactly(second.manifest().digest());
    assertThat(repository().find(first.manifest().digest().toString())).isNull();
  }

  @Test
  void uploadsAgainWhatWasCollected() throws IOException {
    Descriptor image = pushedImage();
    var publisher = publisher(ReferrersMode.AUTOMATIC, PublishPolicy.APPEND);
    publisher.publish(image, sbom("1"));
    repository().deleteBlob(Descriptor.EMPTY_JSON.digest());

    publisher.publish(image, sbom("2"));

    assertThat(repository().hasBlob(Descriptor.EMPTY_JSON.digest())).isTrue();
    assertThat(discovered(image)).hasSize(2);
  }

  @Test
  void losesNothingOfManyAtOnce() throws Exception {
    Descriptor image = pushedImage();
    List<Callable<Publication>> tasks = new ArrayList<>();
    for (String text : IntStream.range(0, 24).mapToObj(String::valueOf).toList()) {
      tasks.add(
          () ->
              publisher(ReferrersMode.AUTOMATIC, PublishPolicy.APPEND).publish(image, sbom(text)));
    }

    List<Digest> published = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    for (Future<Publication> done : threads.invokeAll(tasks)) {
      published.add(done.get().manifest().digest());
    }
    threads.shutdown();

    assertThat(discovered(image)).containsExactlyInAnyOrderElementsOf(published);
  }

  @Test
  void examinesAndLeavesNothingBehind() throws IOException {
    pushedImage();
    Diagnosis diagnosis = Doctor.of(repository()).examineWithWrites();

    assertThat(diagnosis.leftBehind()).isEmpty();
    assertThat(diagnosis.findings())
        .filteredOn(finding -> finding.verdict() == Finding.Verdict.YES)
        .extracting(Finding::feature)
        .contains(
            Feature.REFERRERS_API,
            Feature.OCI_SUBJECT,
            Feature.ARTIFACT_TYPE_FILTER,
            Feature.CONDITIONAL_TAGS,
            Feature.DELETE,
            Feature.TAG_LIST);
    assertThat(repository().tags(null).tags()).containsExactly("1.0");
  }

  private Descriptor pushedImage() throws IOException {
    Manifest image = image("image");
    repository().pushTag("1.0", image, Precondition.NONE);
    return image.descriptor();
  }

  private ReferrerPublisher publisher(ReferrersMode mode, PublishPolicy policy) throws IOException {
    return ReferrerPublisher.into(repository())
        .mode(mode)
        .policy(policy)
        .confirm(true)
        .settle(Duration.ofMillis(100))
        .build();
  }

  private List<Digest> discovered(Descriptor image) throws IOException {
    return Referrers.in(repository()).of(image.digest()).toList().stream()
        .map(each -> each.descriptor().digest())
        .toList();
  }

  private static Attestation sbom(String text) {
    Blob file = Blob.of("text/x-sbom", ByteString.encodeUtf8(text));
    return Attestation.of(Artifact.of("text/x-sbom", file));
  }
}
