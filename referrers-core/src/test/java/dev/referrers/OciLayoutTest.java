package dev.referrers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.error.MalformedContentException;
import dev.referrers.error.NotFoundException;
import dev.referrers.error.StorageException;
import dev.referrers.internal.tag.ReferrersTag;
import dev.referrers.manifest.ImageIndex;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.AnnotationKeys;
import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.repository.Blob;
import dev.referrers.repository.Precondition;
import dev.referrers.repository.ReferrersAnswer;
import dev.referrers.repository.Repository;
import dev.referrers.transport.RegistryListener;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import okio.ByteString;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What is particular to a layout in a directory. */
class OciLayoutTest {

  @TempDir Path directory;
  private Path root;
  private Repository layout;

  @BeforeEach
  void create() throws IOException {
    root = directory.toRealPath().resolve("layout");
    layout = OciLayout.create(root);
  }

  @Test
  void hasTheFilesOfALayout() throws IOException {
    Manifest image = image("image");
    layout.pushTag("1.0", image, Precondition.NONE);

    assertThat(names(root)).containsExactly("blobs", "index.json", "index.json.lock", "oci-layout");
    assertThat(root.resolve("oci-layout")).hasContent("{\"imageLayoutVersion\":\"1.0.0\"}");
    assertThat(root.resolve("blobs/sha256").resolve(image.digest().encoded()))
        .hasContent(image.bytes().utf8());
    assertThat(index().manifests())
        .containsExactly(
            image.descriptor().withAnnotations(Annotations.of(AnnotationKeys.REF_NAME, "1.0")));
  }

  @Test
  void opensNoDirectoryThatIsNoLayout() throws IOException {
    Path other = Files.createDirectory(root.resolveSibling("other"));

    assertThat(OciLayout.open(root).location()).isEqualTo("oci:" + root);
    assertThatThrownBy(() -> OciLayout.open(other))
        .isInstanceOf(NotFoundException.class)
        .hasMessage("File oci-layout is not in oci:" + other);
    assertThatThrownBy(() -> OciLayout.open(root.resolveSibling("missing")))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void opensNoLayoutOfAnotherVersion() throws IOException {
    Files.writeString(root.resolve("oci-layout"), "{\"imageLayoutVersion\":\"2.0.0\"}");

    assertThatThrownBy(() -> OciLayout.open(root))
        .isInstanceOf(MalformedContentException.class)
        .hasMessage(
            "File %s: expected 1.0.0 but was \"2.0.0\" at $.imageLayoutVersion",
            root.resolve("oci-layout"));
    assertThatThrownBy(() -> OciLayout.create(root)).isInstanceOf(MalformedContentException.class);
  }

  @Test
  void isMadeWhereAFileIsInTheWay() throws IOException {
    Path file = Files.createFile(root.resolveSibling("file"));

    assertThatThrownBy(() -> OciLayout.create(file))
        .isInstanceOfSatisfying(
            StorageException.class, e -> assertThat(e.path()).isEqualTo(file.toString()))
        .hasMessageStartingWith("Write of " + file + ": ");
  }

  @Test
  void isFinishedWhenItsMakingWasInterrupted() throws IOException {
    Files.delete(root.resolve("oci-layout"));
    Files.delete(root.resolve("index.json"));

    OciLayout.create(root).pushTag("1.0", image("image"), Precondition.NONE);

    assertThat(OciLayout.open(root).tags(null).tags()).containsExactly("1.0");
  }

  @Test
  void isTheSamePlaceThroughALink() throws IOException {
    Path link = Files.createSymbolicLink(root.resolveSibling("link"), root);

    assertThat(OciLayout.open(link).location()).isEqualTo(layout.location());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void isReadWhereItCannotBeWritten() throws IOException {
    Manifest image = image("image");
    layout.pushTag("1.0", image, Precondition.NONE);
    layout.push(referrer(image, "a/sbom"));
    var writable = Files.getPosixFilePermissions(root);
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("r-xr-xr-x"));

    Repository readOnly = OciLayout.create(root);

    assertThat(readOnly.fetch("1.0")).isNotNull();
    assertThat(readOnly.referrers(image.digest(), null, null))
        .isEqualTo(layout.referrers(image.digest(), null, null));
    Files.setPosixFilePermissions(root, writable);
  }

  @Test
  void saysWhatCannotBeDoneToAFile() {
    assertThat(new StorageException("Read", "/a", new AccessDeniedException("/a")))
        .hasMessage("Read of /a: permission denied");
    assertThat(new StorageException("Write", "/a", new FileSystemException("/a", null, "full")))
        .hasMessage("Write of /a: full");
  }

  /** A tag that can't be looked up is not a missing one. */
  @Test
  void withoutItsIndexItIsNoEmptyLayout() throws IOException {
    assertThat(layout.fetch("1.0")).isNull();
    Files.delete(root.resolve("index.json"));

    assertThatThrownBy(() -> layout.fetch("1.0"))
        .isInstanceOf(MalformedContentException.class)
        .hasMessage("OCI layout oci:%s: expected a file index.json but there is none", root);
    assertThatThrownBy(() -> layout.referrers(image("x").digest(), null, null))
        .isInstanceOf(MalformedContentException.class);
  }

  @Test
  void listsAReferrerWhereOthersLook() throws IOException {
    Manifest image = image("image");
    layout.pushTag("1.0", image, Precondition.NONE);
    Manifest sbom = referrer(image, "a/sbom");

    layout.push(sbom);
    layout.push(sbom);

    Manifest list = layout.require(ReferrersTag.of(image.digest())).manifest();
    assertThat(((ImageIndex) list).manifests()).containsExactly(sbom.asReferrer());
    assertThat(index().manifests())
        .extracting(Descriptor::digest)
        .containsExactly(image.digest(), sbom.digest(), list.digest());
  }

  @Test
  void keepsOnlyTheNewestListOfReferrers() throws IOException {
    Manifest image = image("image");
    layout.push(referrer(image, "a/1"));
    Digest before = layout.resolve(ReferrersTag.of(image.digest())).digest();

    layout.push(referrer(image, "a/2"));

    assertThat(blob(before)).doesNotExist();
    assertThat(index().manifests()).hasSize(3).noneMatch(each -> each.digest().equals(before));
  }

  @Test
  void findsReferrersThatOnlyTheTagLists() throws IOException {
    Manifest image = image("image");
    Manifest sbom = referrer(image, "a/sbom");
    layout.push(sbom);
    ImageIndex whole = index();
    write(
        whole
            .newBuilder()
            .manifests(
                whole.manifests().stream()
                    .filter(entry -> !entry.digest().equals(sbom.digest()))
                    .toList())
            .build());

    assertThat(referrers(image)).containsExactly(sbom.asReferrer());
  }

  @Test
  void findsReferrersThatOnlyTheIndexLists() throws IOException {
    Manifest image = image("image");
    Manifest sbom = referrer(image, "a/sbom");
    layout.push(sbom);

    layout.deleteTag(ReferrersTag.of(image.digest()));

    assertThat(referrers(image)).containsExactly(sbom.asReferrer());
  }

  @Test
  void overwritesNothingThatIsNoListUnderTheReferrersTag() throws IOException {
    Manifest image = image("image");
    String tag = ReferrersTag.of(image.digest());
    layout.pushTag(tag, image, Precondition.NONE); // as cosign copy does

    Manifest sbom = referrer(image, "a/sbom");
    layout.push(sbom);

    assertThat(layout.resolve(tag).digest()).isEqualTo(image.digest());
    assertThat(referrers(image)).containsExactly(sbom.asReferrer());
  }

  @Test
  void whatAnIndexListedHasAnEntryAgainWhenThatIsDeleted() throws IOException {
    Manifest child = image("child");
    layout.push(child);
    Manifest parent = index(child);
    layout.pushTag("1.0", parent, Precondition.NONE);

    layout.deleteManifest(parent.digest());

    assertThat(index().manifests()).containsExactly(child.descriptor());
  }

  @Test
  void anIndexStandsForWhatItLists() throws IOException {
    Manifest child = image("child");
    layout.push(child);
    Manifest sbom = referrer(child, "a/sbom");
    layout.push(sbom);

    layout.pushTag("1.0", index(child, sbom), Precondition.NONE);

    assertThat(index().manifests())
        .extracting(Descriptor::digest)
        .doesNotContain(child.digest())
        .contains(sbom.digest());
    assertThat(layout.find(child.digest().toString())).isNotNull();
  }

  @Test
  void unknownMembersOfTheIndexSurvive() throws IOException {
    Files.writeString(
        root.resolve("index.json"),
        "{\"schemaVersion\":2,\"x\":{\"y\":[1]},\"manifests\":[],\"annotations\":{\"a\":\"b\"}}");

    layout.pushTag("1.0", image("image"), Precondition.NONE);

    assertThat(Files.readString(root.resolve("index.json")))
        .contains("\"x\":{\"y\":[1]}", "\"annotations\":{\"a\":\"b\"}");
  }

  @Test
  void findsATagInAWholeReference() throws IOException {
    Manifest image = image("image");
    Manifest other = image("other");
    layout.push(image);
    layout.push(other);
    write(
        ImageIndex.builder()
            .addManifest(named(image, "registry.example:5000/acme/api:1.0"))
            .addManifest(named(other, "registry.example:5000/acme/api@" + other.digest()))
            .build());

    assertThat(layout.tags(null).tags()).containsExactly("1.0");
    assertThat(layout.resolve("1.0").digest()).isEqualTo(image.digest());
    layout.pushTag("1.0", other, Precondition.NONE);
    assertThat(layout.resolve("1.0").digest()).isEqualTo(other.digest());
  }

  @Test
  void aTagOfTwoManifestsIsAnError() throws IOException {
    Manifest image = image("image");
    Manifest other = image("other");
    layout.push(image);
    layout.push(other);
    write(
        ImageIndex.builder()
            .addManifest(named(image, "1.0"))
            .addManifest(named(other, "1.0"))
            .addManifest(named(image, "2.0"))
            .addManifest(named(image, "2.0"))
            .addManifest(named(other, "a/b:2.0"))
            .build());

    assertThatThrownBy(() -> layout.resolve("1.0"))
        .isInstanceOf(MalformedContentException.class)
        .hasMessage("File index.json: expected one manifest tagged 1.0 but there are several");
    assertThat(layout.resolve("2.0").digest()).isEqualTo(image.digest());
  }

  @Test
  void whatTheIndexListsHasToBeThere() throws IOException {
    Manifest image = image("image");
    layout.pushTag("1.0", image, Precondition.NONE);
    assertThat(referrers(image)).isEmpty();
    Files.delete(blob(image.digest()));

    assertThatThrownBy(() -> referrers(image))
        .isInstanceOf(MalformedContentException.class)
        .hasMessage(
            "OCI layout oci:%s: index.json lists %s, which is not there", root, image.digest());
    assertThatThrownBy(() -> layout.find("1.0"))
        .isInstanceOf(MalformedContentException.class)
        .hasMessage("OCI layout oci:%s: tag 1.0 is %s, which is not there", root, image.digest());
    assertThat(layout.find(image.digest().toString())).isNull();
  }

  @Test
  void aManifestIsDeletedAsSuchOnly() throws IOException {
    Manifest image = image("image");
    layout.push(image);

    assertThat(layout.deleteBlob(image.digest())).isFalse();

    assertThat(layout.deleteManifest(image.digest())).isTrue();
  }

  @Test
  void whatKilledWritersLeftIsCleanedUp() throws IOException {
    Path left = Files.createFile(root.resolve(".referrers-1.tmp"));
    Path growing = Files.createFile(root.resolve(".referrers-2.tmp"));
    Path foreign = Files.createFile(root.resolve("notes.tmp"));
    FileTime old = FileTime.from(Instant.now().minusSeconds(4000));
    Files.setLastModifiedTime(left, old);
    Files.setLastModifiedTime(foreign, old);

    OciLayout.open(root).pushTag("1.0", image("image"), Precondition.NONE);

    assertThat(left).doesNotExist();
    assertThat(growing).exists();
    assertThat(foreign).exists();
  }

  @Test
  void aListenerHearsOfTheBytesOfBlobs() throws IOException {
    List<String> heard = new ArrayList<>();
    var listener =
        new RegistryListener() {
          @Override
          public void bytesMoved(Digest blob, boolean upload, long bytes) {
            heard.add((upload ? "in " : "out ") + bytes);
            throw new IllegalStateException("dropped");
          }
        };
    Blob blob = Blob.of("a/b", ByteString.encodeUtf8("content"));

    Repository watched = OciLayout.at(root).listener(listener).open();
    watched.pushBlob(blob);
    watched.openBlob(blob.descriptor()).readByteString();

    assertThat(heard).containsExactly("in 7", "out 7");
  }

  private List<Descriptor> referrers(Manifest subject) throws IOException {
    return ((ReferrersAnswer.Page) layout.referrers(subject.digest(), null, null)).manifests();
  }

  private ImageIndex index() throws IOException {
    ByteString bytes = ByteString.of(Files.readAllBytes(root.resolve("index.json")));
    return ImageIndex.parse("index.json", bytes);
  }

  private void write(ImageIndex index) throws IOException {
    Files.write(root.resolve("index.json"), index.bytes().toByteArray());
  }

  private Path blob(Digest digest) {
    return root.resolve("blobs").resolve(digest.algorithm()).resolve(digest.encoded());
  }

  private Manifest image(String name) throws IOException {
    Blob blob = Blob.of("a/b", ByteString.encodeUtf8(name));
    layout.pushBlob(blob);
    return ImageManifest.builder(blob.descriptor()).addLayer(blob.descriptor()).build();
  }

  private Manifest referrer(Manifest subject, String type) throws IOException {
    layout.pushBlob(Blob.EMPTY_JSON);
    return ImageManifest.builder(Descriptor.EMPTY_JSON)
        .artifactType(type)
        .addLayer(Descriptor.EMPTY_JSON)
        .subject(subject.descriptor())
        .build();
  }

  private static ImageIndex index(Manifest... manifests) {
    var index = ImageIndex.builder();
    for (Manifest manifest : manifests) {
      index.addManifest(manifest.descriptor());
    }
    return index.build();
  }

  private static Descriptor named(Manifest manifest, String name) {
    return manifest.descriptor().withAnnotations(Annotations.of(AnnotationKeys.REF_NAME, name));
  }

  private static List<String> names(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }
}
