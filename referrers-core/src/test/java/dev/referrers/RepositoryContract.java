package dev.referrers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.error.DeadlineExceededException;
import dev.referrers.error.DigestMismatchException;
import dev.referrers.error.LimitExceededException;
import dev.referrers.error.MalformedContentException;
import dev.referrers.error.NotFoundException;
import dev.referrers.error.RegistryException;
import dev.referrers.manifest.ImageIndex;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.AnnotationKeys;
import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.oci.MediaTypes;
import dev.referrers.repository.Blob;
import dev.referrers.repository.FetchedManifest;
import dev.referrers.repository.Precondition;
import dev.referrers.repository.PushedTag;
import dev.referrers.repository.ReferrersAnswer;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import okio.BufferedSource;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every repository does, whatever keeps it. */
abstract class RepositoryContract {

  private static final Digest NOWHERE = Digest.sha256(ByteString.encodeUtf8("nowhere"));

  @TempDir Path directory;

  /** The repository of the test, which has nothing in it at first. */
  abstract Repository repository() throws IOException;

  @Test
  void findsAManifestByTagAndByDigest() throws IOException {
    Manifest image = image("image");
    PushedTag pushed = repository().pushTag("1.0", image, Precondition.NONE);

    FetchedManifest byTag = repository().require("1.0");
    FetchedManifest byDigest = repository().require(image.digest().toString());

    assertThat(byTag.manifest()).isEqualTo(image);
    assertThat(byTag.version()).isEqualTo(pushed.version());
    assertThat(byDigest.manifest()).isEqualTo(image);
    assertThat(repository().find("1.0")).isEqualTo(image.descriptor());
    assertThat(repository().find(image.digest().toString())).isEqualTo(image.descriptor());
    assertThat(repository().tags(null).tags()).containsExactly("1.0");
  }

  @Test
  void whatIsNotThereIsNotFound() throws IOException {
    repository().pushTag("1.0", image("image"), Precondition.NONE);

    assertThat(repository().find("2.0")).isNull();
    assertThat(repository().find(NOWHERE.toString())).isNull();
    assertThat(repository().fetch("2.0")).isNull();
    assertThat(repository().hasBlob(NOWHERE)).isFalse();
    assertThat(repository().deleteManifest(NOWHERE)).isFalse();
    assertThat(repository().deleteTag("2.0")).isFalse();
    assertThat(repository().deleteBlob(NOWHERE)).isFalse();
    assertThat(referrers(NOWHERE, null)).isEmpty();
    assertThatThrownBy(() -> repository().require("2.0")).isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> repository().openBlob(Descriptor.of("a/b", NOWHERE, 7)))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void keepsManifestsByteByByte() throws IOException {
    String text =
        "{ \"manifests\" : [ ],\n\t\"x\": 1e0, \"schemaVersion\":2, \"mediaType\":\"%s\" }\n"
            .formatted(MediaTypes.IMAGE_INDEX);
    Manifest odd = Manifest.parse("Index", null, ByteString.encodeUtf8(text));

    repository().push(odd);

    assertThat(repository().fetch(odd.descriptor()).bytes().utf8()).isEqualTo(text);
  }

  @Test
  void keepsBlobs() throws IOException {
    Blob blob = blob("content");
    assertThat(repository().hasBlob(blob.descriptor().digest())).isFalse();

    repository().pushBlob(blob);
    repository().pushBlob(blob);

    assertThat(repository().hasBlob(blob.descriptor().digest())).isTrue();
    assertThat(read(blob.descriptor())).isEqualTo("content");
    assertThat(repository().deleteBlob(blob.descriptor().digest())).isTrue();
    assertThat(repository().hasBlob(blob.descriptor().digest())).isFalse();
  }

  @Test
  void keepsAnEmptyBlob() throws IOException {
    repository().pushBlob(blob(""));

    assertThat(read(blob("").descriptor())).isEmpty();
  }

  @Test
  void aBlobOfAnotherSizeThanAskedForIsAnError() throws IOException {
    Blob blob = blob("content");
    repository().pushBlob(blob);
    Digest digest = blob.descriptor().digest();

    assertThatThrownBy(() -> read(Descriptor.of("a/b", digest, 6)))
        .isInstanceOf(MalformedContentException.class);
    assertThatThrownBy(() -> read(Descriptor.of("a/b", digest, 8)))
        .isInstanceOf(RegistryException.class);
  }

  @Test
  void aFileThatChangedIsNotStoredUnderItsOldDigest() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "before");
    Blob blob = Blob.of("a/b", file);
    Files.writeString(file, "change");

    assertThatThrownBy(() -> repository().pushBlob(blob))
        .isInstanceOf(DigestMismatchException.class);
    assertThat(repository().hasBlob(blob.descriptor().digest())).isFalse();

    Files.writeString(file, "before");
    repository().pushBlob(blob);
    assertThat(repository().hasBlob(blob.descriptor().digest())).isTrue();
  }

  @Test
  void listsAReferrerAsItsManifestSays() throws IOException {
    Manifest image = image("image");
    repository().pushTag("1.0", image, Precondition.NONE);
    var annotations = Annotations.of("a", "1").with(AnnotationKeys.REF_NAME, "2.0");
    ImageManifest sbom = referrer(image, "a/sbom").newBuilder().annotations(annotations).build();

    var pushed = repository().push(sbom);
    repository().push(referrer(image, "a/other"));
    repository().push(referrer(sbom, "a/signature"));

    assertThat(pushed.acknowledgedSubject()).isEqualTo(image.digest());
    assertThat(referrers(image.digest(), "a/sbom")).containsExactly(sbom.asReferrer());
    assertThat(referrers(image.digest(), null)).hasSize(2);
    assertThat(referrers(sbom.digest(), null)).hasSize(1);
    assertThat(repository().find("2.0")).isNull();
  }

  @Test
  void listsReferrersOfWhatIsNotThere() throws IOException {
    Manifest image = image("image");

    repository().push(referrer(image, "a/sbom"));
    ImageIndex index = ImageIndex.builder().subject(image.descriptor()).build();
    repository().push(index);

    assertThat(referrers(image.digest(), null))
        .containsExactlyInAnyOrder(referrer(image, "a/sbom").asReferrer(), index.asReferrer());
  }

  @Test
  void listsAReferrerThatHasATag() throws IOException {
    Manifest image = image("image");
    Manifest sbom = referrer(image, "a/sbom");

    repository().pushTag("sbom", sbom, Precondition.NONE);
    repository().pushTag("sbom", referrer(image, "a/newer"), Precondition.NONE);

    assertThat(referrers(image.digest(), null)).hasSize(2);
    assertThat(repository().resolve("sbom").digest()).isNotEqualTo(sbom.digest());
  }

  @Test
  void movesATagAndLeavesWhatItPointedTo() throws IOException {
    Manifest before = image("before");
    Manifest after = image("after");
    repository().pushTag("1.0", before, Precondition.NONE);

    repository().pushTag("1.0", after, Precondition.NONE);

    assertThat(repository().resolve("1.0").digest()).isEqualTo(after.digest());
    assertThat(repository().find(before.digest().toString())).isNotNull();
    assertThat(repository().tags(null).tags()).containsExactly("1.0");
  }

  @Test
  void givesOneManifestSeveralTags() throws IOException {
    Manifest image = image("image");

    repository().pushTag("1.0", image, Precondition.NONE);
    repository().pushTag("latest", image, Precondition.NONE);

    assertThat(repository().tags(null).tags()).containsExactlyInAnyOrder("1.0", "latest");
    assertThat(repository().resolve("1.0")).isEqualTo(repository().resolve("latest"));
  }

  @Test
  void writesATagOnlyOnItsCondition() throws IOException {
    Manifest first = image("first");
    Manifest second = image("second");
    PushedTag made = repository().pushTag("1.0", first, Precondition.ABSENT);
    assertThat(made.written()).isTrue();
    assertThat(repository().pushTag("1.0", second, Precondition.ABSENT))
        .isEqualTo(PushedTag.REFUSED);

    Precondition unchanged = Precondition.unchanged(made.version());
    PushedTag moved = repository().pushTag("1.0", second, unchanged);

    assertThat(moved.written()).isTrue();
    assertThat(repository().pushTag("1.0", first, unchanged)).isEqualTo(PushedTag.REFUSED);
    assertThat(repository().require("1.0").version()).isEqualTo(moved.version());
    assertThat(repository().pushTag("2.0", first, unchanged)).isEqualTo(PushedTag.REFUSED);
    assertThat(repository().find("2.0")).isNull();
  }

  @Test
  void deletesATagAndLeavesItsManifest() throws IOException {
    Manifest image = image("image");
    repository().pushTag("1.0", image, Precondition.NONE);

    assertThat(repository().deleteTag("1.0")).isTrue();

    assertThat(repository().find("1.0")).isNull();
    assertThat(repository().find(image.digest().toString())).isNotNull();
  }

  @Test
  void deletesAManifestWithItsTagsAndFromTheList() throws IOException {
    Manifest image = image("image");
    repository().pushTag("1.0", image, Precondition.NONE);
    Manifest sbom = referrer(image, "a/sbom");
    Manifest other = referrer(image, "a/other");
    repository().push(sbom);
    repository().push(other);

    assertThat(repository().deleteManifest(sbom.digest())).isTrue();
    assertThat(repository().deleteManifest(image.digest())).isTrue();

    assertThat(repository().find("1.0")).isNull();
    assertThat(repository().find(image.digest().toString())).isNull();
    assertThat(referrers(image.digest(), null)).containsExactly(other.asReferrer());
  }

  @Test
  void takesNoManifestWhoseBlobsAreMissing() throws IOException {
    Blob blob = blob("missing");
    Manifest image =
        ImageManifest.builder(blob.descriptor())
            .artifactType("a/b")
            .addLayer(blob.descriptor())
            .build();

    assertThatThrownBy(() -> repository().push(image)).isInstanceOf(RegistryException.class);
    assertThat(repository().find(image.digest().toString())).isNull();

    repository().pushBlob(blob);
    repository().push(image);
    assertThat(repository().find(image.digest().toString())).isNotNull();
  }

  @Test
  void sendsNoManifestThatIsTooLarge() throws IOException {
    String text = "x".repeat((int) repository().limits().manifestBytes());
    Manifest large = ImageIndex.builder().annotations(Annotations.of("a", text)).build();

    assertThatThrownBy(() -> repository().push(large))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("Limits.manifestBytes");
  }

  @Test
  void aCallEndsByItsDeadline() throws Exception {
    Repository late = repository().within(Duration.ofMillis(1));
    Thread.sleep(2);

    assertThatThrownBy(() -> late.fetch("1.0")).isInstanceOf(DeadlineExceededException.class);
    assertThatThrownBy(() -> late.pushBlob(blob("x")))
        .isInstanceOf(DeadlineExceededException.class);
    assertThat(repository().within(Duration.ofMinutes(1)).fetch("1.0")).isNull();
  }

  @Test
  void anInterruptEndsACall() throws IOException {
    Repository repository = repository();
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> repository.fetch("1.0")).isInstanceOf(InterruptedIOException.class);
      assertThatThrownBy(() -> repository.pushBlob(blob("x")))
          .isInstanceOf(InterruptedIOException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(repository.fetch("1.0")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../etc/passwd", "a/b", ".", "-x", ""})
  void takesNoTagThatIsNone(String text) throws IOException {
    assertThatThrownBy(() -> repository().fetch(text)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> repository().pushTag(text, image("image"), Precondition.NONE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> repository().deleteTag(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** An image whose blobs are there. */
  Manifest image(String name) throws IOException {
    Blob blob = blob(name);
    repository().pushBlob(blob);
    return ImageManifest.builder(blob.descriptor())
        .artifactType("a/image")
        .addLayer(blob.descriptor())
        .build();
  }

  ImageManifest referrer(Manifest subject, String artifactType) throws IOException {
    repository().pushBlob(Blob.EMPTY_JSON);
    return ImageManifest.builder(Descriptor.EMPTY_JSON)
        .artifactType(artifactType)
        .addLayer(Descriptor.EMPTY_JSON)
        .subject(subject.descriptor())
        .build();
  }

  List<Descriptor> referrers(Digest subject, @Nullable String type) throws IOException {
    return ((ReferrersAnswer.Page) repository().referrers(subject, type, null)).manifests();
  }

  private String read(Descriptor blob) throws IOException {
    try (BufferedSource content = repository().openBlob(blob)) {
      return content.readUtf8();
    }
  }

  private static Blob blob(String content) {
    return Blob.of("a/b", ByteString.encodeUtf8(content));
  }
}
