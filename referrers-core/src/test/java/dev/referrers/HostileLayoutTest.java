package dev.referrers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.error.DigestMismatchException;
import dev.referrers.error.LimitExceededException;
import dev.referrers.error.MalformedContentException;
import dev.referrers.error.RegistryException;
import dev.referrers.manifest.ImageIndex;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.repository.Blob;
import dev.referrers.repository.Precondition;
import dev.referrers.repository.ReferrersAnswer;
import dev.referrers.repository.Repository;
import dev.referrers.transport.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import okio.ByteString;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A layout from somebody else leads nowhere and ends nothing but the call. */
@Timeout(60)
class HostileLayoutTest {

  private static final Blob BLOB = Blob.of("a/b", ByteString.encodeUtf8("content"));

  @TempDir Path directory;
  private Path root;
  private Path outside;
  private Repository layout;
  private Manifest image;

  @BeforeEach
  void create() throws IOException {
    root = directory.toRealPath().resolve("layout");
    outside = Files.createDirectory(directory.toRealPath().resolve("outside"));
    layout = OciLayout.create(root);
    layout.pushBlob(BLOB);
    image = ImageManifest.builder(BLOB.descriptor()).addLayer(BLOB.descriptor()).build();
    layout.pushTag("1.0", image, Precondition.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"blobs", "blobs/sha256"})
  void noDirectoryIsALink(String name) throws IOException {
    Path moved = Files.move(root.resolve(name), outside.resolve("moved"));
    Files.createSymbolicLink(root.resolve(name), moved);
    var before = moved.toFile().list();

    assertLinkRefused(() -> layout.fetch("1.0"), root.resolve(name));
    assertLinkRefused(() -> layout.openBlob(BLOB.descriptor()), root.resolve(name));
    assertLinkRefused(() -> layout.pushBlob(Blob.EMPTY_JSON), root.resolve(name));
    assertLinkRefused(() -> layout.deleteBlob(BLOB.descriptor().digest()), root.resolve(name));
    assertThat(moved.toFile().list()).containsExactlyInAnyOrder(before);
  }

  @Test
  void noBlobIsALink() throws IOException {
    Path blob = blob(BLOB.descriptor().digest());
    Path moved = Files.move(blob, outside.resolve("moved"));
    Files.createSymbolicLink(blob, moved);

    assertLinkRefused(() -> layout.openBlob(BLOB.descriptor()), blob);
    assertLinkRefused(() -> layout.pushBlob(BLOB), blob);
    assertLinkRefused(() -> layout.deleteBlob(BLOB.descriptor().digest()), blob);
    assertThat(moved).hasContent("content");
  }

  @ParameterizedTest
  @ValueSource(strings = {"index.json", "index.json.lock"})
  void noFileOfTheLayoutIsALink(String name) throws IOException {
    Path moved = Files.move(root.resolve(name), outside.resolve("moved"));
    Files.createSymbolicLink(root.resolve(name), moved);
    byte[] before = Files.readAllBytes(moved);

    assertLinkRefused(() -> layout.pushTag("2.0", image, Precondition.NONE), root.resolve(name));
    assertThat(moved).hasBinaryContent(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"index.json", "index.json.lock", "oci-layout"})
  void noFileOfTheLayoutIsADirectory(String name) throws IOException {
    Files.delete(root.resolve(name));
    Files.createDirectory(root.resolve(name));

    assertThatThrownBy(() -> OciLayout.open(root).pushTag("2.0", image, Precondition.NONE))
        .isInstanceOf(MalformedContentException.class)
        .hasMessage("OCI layout: expected a file at %s but it is a directory", root.resolve(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"index.json", "index.json.lock", "oci-layout"})
  @DisabledOnOs(OS.WINDOWS)
  void noFileOfTheLayoutIsAPipe(String name) throws Exception {
    Files.delete(root.resolve(name));
    makePipe(root.resolve(name));

    assertThatThrownBy(() -> OciLayout.open(root).pushTag("2.0", image, Precondition.NONE))
        .isInstanceOf(MalformedContentException.class)
        .hasMessage("OCI layout: expected a file at %s but it is neither", root.resolve(name));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void noBlobIsAPipeOrADirectory() throws Exception {
    Path blob = blob(BLOB.descriptor().digest());
    Files.delete(blob);
    makePipe(blob);
    assertThatThrownBy(() -> layout.openBlob(BLOB.descriptor()))
        .isInstanceOf(MalformedContentException.class);

    Files.delete(blob);
    Files.createDirectory(blob);
    assertThatThrownBy(() -> layout.hasBlob(BLOB.descriptor().digest()))
        .isInstanceOf(MalformedContentException.class);
    assertThatThrownBy(() -> layout.pushBlob(BLOB)).isInstanceOf(MalformedContentException.class);

    Files.delete(blob);
    layout.pushBlob(BLOB);
    assertThat(layout.openBlob(BLOB.descriptor()).readUtf8()).isEqualTo("content");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"sha256:../../../outside", "../x:y", "sha256:ABCDEF", "sha256", "", "a/b:c"})
  void noDigestOfTheIndexLeadsOutOfIt(String digest) throws IOException {
    String text = Files.readString(root.resolve("index.json"));
    Files.writeString(root.resolve("index.json"), text.replace(image.digest().toString(), digest));

    assertThatThrownBy(() -> layout.fetch("1.0"))
        .isInstanceOf(MalformedContentException.class)
        .hasMessageContaining("at $.manifests[0].digest");
    assertThatThrownBy(() -> layout.pushTag("2.0", image, Precondition.NONE))
        .isInstanceOf(MalformedContentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"blake3:abc", "md5:d41d8cd98f00b204e9800998ecf8427e"})
  void whatCannotBeCheckedIsNotRead(String text) throws IOException {
    Digest digest = Digest.parse(text);
    Files.createDirectories(blob(digest).resolveSibling("."));
    Files.writeString(blob(digest), "content");

    assertThatThrownBy(() -> layout.fetch(text)).isInstanceOf(MalformedContentException.class);
    assertThatThrownBy(() -> layout.openBlob(Descriptor.of("a/b", digest, 7)))
        .isInstanceOf(MalformedContentException.class);
    assertThat(layout.hasBlob(digest)).isFalse();
    assertThat(layout.deleteBlob(digest)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "conten", "Content", "content and more"})
  void contentIsCheckedAgainstItsDigest(String other) throws IOException {
    Files.writeString(blob(BLOB.descriptor().digest()), other);

    assertThatThrownBy(() -> layout.openBlob(BLOB.descriptor()).readByteString())
        .isInstanceOf(RegistryException.class);

    layout.pushBlob(BLOB);
    assertThat(layout.openBlob(BLOB.descriptor()).readUtf8()).isEqualTo("content");
  }

  @Test
  void aManifestIsCheckedAgainstItsDigest() throws IOException {
    Files.writeString(blob(image.digest()), image.bytes().utf8() + " ");

    assertThatThrownBy(() -> layout.fetch("1.0")).isInstanceOf(DigestMismatchException.class);
    assertThatThrownBy(() -> layout.fetch(image.digest().toString()))
        .isInstanceOf(DigestMismatchException.class);
    assertThatThrownBy(() -> layout.referrers(image.digest(), null, null))
        .isInstanceOf(DigestMismatchException.class);
  }

  @Test
  void aBlobIsNoManifest() {
    String digest = BLOB.descriptor().digest().toString();

    assertThatThrownBy(() -> layout.fetch(digest)).isInstanceOf(MalformedContentException.class);
    assertThatThrownBy(() -> layout.deleteManifest(BLOB.descriptor().digest()))
        .isInstanceOf(MalformedContentException.class);
    assertThat(blob(BLOB.descriptor().digest())).exists();
  }

  @Test
  void theIndexIsBounded() throws IOException {
    long bytes = Files.size(root.resolve("index.json"));
    Limits limits = Limits.DEFAULT.withListingBytes(bytes);
    assertThat(limited(limits).find("1.0")).isNotNull();

    assertThatThrownBy(() -> limited(limits.withListingBytes(bytes - 1)).find("1.0"))
        .isInstanceOf(LimitExceededException.class)
        .hasMessage(
            "File %s is longer than %d bytes (Limits.listingBytes)",
            root.resolve("index.json"), bytes - 1);
    assertThatThrownBy(() -> limited(limits).pushTag("2.0", image, Precondition.NONE))
        .isInstanceOf(LimitExceededException.class);
    assertThat(layout.tags(null).tags()).containsExactly("1.0");
  }

  @Test
  void theEntriesOfTheIndexAreBounded() throws IOException {
    layout.pushTag("2.0", image, Precondition.NONE);
    assertThat(limited(Limits.DEFAULT.withEntries(2)).find("1.0")).isNotNull();

    assertThatThrownBy(() -> limited(Limits.DEFAULT.withEntries(1)).find("1.0"))
        .isInstanceOf(LimitExceededException.class)
        .hasMessage(
            "File %s is longer than 1 entries (Limits.entries)", root.resolve("index.json"));
  }

  @Test
  void manifestsAreBounded() throws IOException {
    Limits limits = Limits.DEFAULT.withManifestBytes(image.bytes().size());
    assertThat(limited(limits).find("1.0")).isNotNull();

    assertThatThrownBy(
            () -> limited(limits.withManifestBytes(image.bytes().size() - 1L)).find("1.0"))
        .isInstanceOf(LimitExceededException.class);
  }

  @Test
  void deepNestingIsAnError() throws IOException {
    String deep = "[".repeat(10_000) + "]".repeat(10_000);
    Files.writeString(
        root.resolve("index.json"), "{\"schemaVersion\":2,\"x\":" + deep + ",\"manifests\":[]}");

    assertThatThrownBy(() -> layout.find("1.0")).isInstanceOf(MalformedContentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "{\"manifests\":7}", "{\"schemaVersion\":2}"})
  void aBrokenIndexIsNeverAnEmptyOne(String text) throws IOException {
    Files.writeString(root.resolve("index.json"), text);

    assertThatThrownBy(() -> layout.tags(null)).isInstanceOf(MalformedContentException.class);
    assertThatThrownBy(() -> layout.referrers(image.digest(), null, null))
        .isInstanceOf(MalformedContentException.class);
    assertThatThrownBy(() -> layout.push(image)).isInstanceOf(MalformedContentException.class);
    assertThat(root.resolve("index.json")).hasContent(text);
  }

  @Test
  void entriesOfOtherTypesAreLeftAlone() throws IOException {
    Descriptor other = Descriptor.of("application/xml", BLOB.descriptor().digest(), 7);
    ImageIndex index = ImageIndex.builder().addManifest(other).build();
    Files.write(root.resolve("index.json"), index.bytes().toByteArray());

    layout.pushTag("1.0", image, Precondition.NONE);

    assertThat(((ReferrersAnswer.Page) layout.referrers(image.digest(), null, null)).manifests())
        .isEmpty();
    assertThat(Files.readString(root.resolve("index.json"))).contains("application/xml");
  }

  private Repository limited(Limits limits) throws IOException {
    return OciLayout.at(root).limits(limits).timeout(Duration.ofSeconds(5)).open();
  }

  private Path blob(Digest digest) {
    return root.resolve("blobs").resolve(digest.algorithm()).resolve(digest.encoded());
  }

  private static void assertLinkRefused(ThrowingCallable call, Path link) {
    assertThatThrownBy(call)
        .isInstanceOf(MalformedContentException.class)
        .hasMessageContaining(" at " + link + " but it is a symbolic link, which is not followed");
  }

  private static void makePipe(Path path) throws Exception {
    assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor()).isZero();
  }
}
