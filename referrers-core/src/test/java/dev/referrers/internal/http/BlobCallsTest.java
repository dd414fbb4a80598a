package dev.referrers.internal.http;

import static dev.referrers.internal.http.Clients.NAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.referrers.error.ConnectionException;
import dev.referrers.error.DigestMismatchException;
import dev.referrers.error.MalformedContentException;
import dev.referrers.error.NotFoundException;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.oci.RepositoryName;
import dev.referrers.repository.Blob;
import dev.referrers.repository.Repository;
import dev.referrers.testing.FakeRegistry;
import dev.referrers.testing.Fault;
import dev.referrers.testing.RegistryRequest;
import dev.referrers.testing.Route;
import dev.referrers.transport.Feature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Random;
import okio.BufferedSource;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobCallsTest {

  private static final ByteString CONTENT = random(300_000);
  private static final String TYPE = "application/octet-stream";

  private final FakeRegistry registry = FakeRegistry.start();
  private final Repository repository = Clients.repository(registry);
  private final Blob blob = Blob.of(TYPE, CONTENT);

  @AfterEach
  void stop() {
    registry.close();
  }

  @Test
  void pushesWithOnePostAndReadsBack() throws Exception {
    repository.pushBlob(blob);

    assertThat(registry.count(Route.ANY)).isEqualTo(1);
    assertThat(repository.hasBlob(blob.descriptor().digest())).isTrue();
    assertThat(read(blob.descriptor())).isEqualTo(CONTENT);
  }

  @Test
  void goesOnWithPutAndRemembersThatOnePostIsNotEnough() throws Exception {
    registry.behave(behaviour -> behaviour.withoutSinglePost());

    repository.pushBlob(blob);
    repository.pushBlob(blob);

    assertThat(registry.requests())
        .extracting(RegistryRequest::method, RegistryRequest::bodySize)
        .containsExactly(
            tuple("POST", 300_000L),
            tuple("PUT", 300_000L),
            tuple("POST", 0L),
            tuple("PUT", 300_000L));
    assertThat(repository.capabilities().lacks(repository.location(), Feature.SINGLE_POST))
        .isTrue();
  }

  @Test
  void largeContentDoesNotGoOutWithThePostUntilThatIsKnownToWork() throws Exception {
    Blob large = Blob.of(TYPE, random((1 << 20) + 1));

    repository.pushBlob(large);
    repository.pushBlob(blob);
    repository.pushBlob(large);

    assertThat(registry.requests())
        .extracting(RegistryRequest::method)
        .containsExactly("POST", "PUT", "POST", "POST");
  }

  @Test
  void pushesSha512AndEmptyBlobs() throws Exception {
    Digest digest = Digest.sha512(CONTENT);
    registry.repository(NAME).pushBlob(digest, CONTENT);
    Blob empty = Blob.of(TYPE, ByteString.EMPTY);

    repository.pushBlob(empty);

    assertThat(read(Descriptor.of(TYPE, digest, CONTENT.size()))).isEqualTo(CONTENT);
    assertThat(read(empty.descriptor())).isEqualTo(ByteString.EMPTY);
  }

  @Test
  void pushesInChunks() throws Exception {
    chunked(100_000).pushBlob(blob);

    assertThat(registry.requests())
        .extracting(request -> request.method() + " " + request.headers().get("Content-Range"))
        .containsExactly(
            "POST null", "PATCH 0-99999", "PATCH 100000-199999", "PATCH 200000-299999", "PUT null");
    assertThat(registry.repository(NAME).blob(blob.descriptor().digest())).isEqualTo(CONTENT);
  }

  @Test
  void chunksBeginWithAnEmptyPost() throws Exception {
    chunked(100_000).pushBlob(blob);

    assertThat(registry.requests().get(0).headers().get("Content-Length")).isEqualTo("0");
  }

  @Test
  void chunksAreAsLargeAsTheRegistryWantsThem() throws Exception {
    registry.behave(behaviour -> behaviour.withChunkMinimum(200_000));

    chunked(100_000).pushBlob(blob);

    assertThat(registry.count(Route.PATCH_UPLOAD)).isEqualTo(2);
  }

  @Test
  void brokenChunkIsTakenUpWhereTheRegistryGot() throws Exception {
    registry.fault(Route.PATCH_UPLOAD, Fault.loseAnswer().after(1));
    registry.fault(Route.PATCH_UPLOAD, Fault.reset().after(1));

    chunked(100_000).pushBlob(blob);

    assertThat(registry.count(Route.GET_UPLOAD)).isEqualTo(2);
    assertThat(registry.repository(NAME).blob(blob.descriptor().digest())).isEqualTo(CONTENT);
  }

  @Test
  void lostAnswerToTheLastPutOfChunksIsLookedFor() throws Exception {
    registry.fault(Route.PUT_UPLOAD, Fault.loseAnswer());

    chunked(100_000).pushBlob(blob);

    assertThat(registry.count(Route.HEAD_BLOB)).isEqualTo(1);
    assertThat(registry.count(Route.PUT_UPLOAD)).isEqualTo(1);
  }

  @Test
  void fileThatChangedIsNotPushed(@TempDir Path folder) throws Exception {
    Path file = Files.write(folder.resolve("sbom"), CONTENT.toByteArray());
    Blob described = Blob.of(TYPE, file);
    Files.write(file, new byte[300_000]);
    registry.behave(behaviour -> behaviour.withoutSinglePost());

    assertThatThrownBy(() -> repository.pushBlob(described))
        .isInstanceOf(DigestMismatchException.class)
        .hasMessageStartingWith("Blob " + described.descriptor().digest() + " hashed to ");
    assertThat(repository.hasBlob(described.descriptor().digest())).isFalse();

    Files.delete(file);
    assertThatThrownBy(() -> repository.pushBlob(described))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void shorterFileIsNotPushed(@TempDir Path folder) throws Exception {
    Path file = Files.write(folder.resolve("sbom"), CONTENT.toByteArray());
    Blob described = Blob.of(TYPE, file);
    Files.write(file, new byte[10]);

    assertThatThrownBy(() -> repository.pushBlob(described))
        .isInstanceOf(DigestMismatchException.class)
        .hasMessageEndingWith("over 10 bytes");
  }

  @Test
  void mountsFromAnotherRepository() throws Exception {
    registry.repository("acme/base").pushBlob(CONTENT);
    Digest digest = blob.descriptor().digest();

    assertThat(repository.mountBlob(digest, RepositoryName.parse("acme/base"))).isTrue();
    assertThat(repository.hasBlob(digest)).isTrue();
    registry.behave(behaviour -> behaviour.withoutMount());
    assertThat(repository.mountBlob(digest, RepositoryName.parse("acme/base"))).isFalse();
  }

  @Test
  void missingBlob() throws Exception {
    assertThat(repository.hasBlob(blob.descriptor().digest())).isFalse();
    assertThat(repository.deleteBlob(blob.descriptor().digest())).isFalse();
    assertThatThrownBy(() -> read(blob.descriptor()))
        .isInstanceOf(NotFoundException.class)
        .hasMessage(
            "Blob " + blob.descriptor().digest() + " is not in " + registry.host() + "/acme/api");
  }

  @Test
  void truncatedDownloadIsTakenUpWhereItBroke() throws Exception {
    registry.repository(NAME).pushBlob(CONTENT);
    registry.fault(Route.GET_BLOB, Fault.truncateBody(100_000).times(2));

    assertThat(read(blob.descriptor())).isEqualTo(CONTENT);

    assertThat(registry.requests())
        .extracting(request -> String.valueOf(request.headers().get("Range")))
        .satisfiesExactly(
            range -> assertThat(range).isEqualTo("null"),
            range -> assertThat(range).matches("bytes=[0-9]{5,6}-"),
            range -> assertThat(range).matches("bytes=[0-9]{5,6}-"));
  }

  @Test
  void truncatedDownloadStartsAgainWhereRangesAreIgnored() throws Exception {
    registry.repository(NAME).pushBlob(CONTENT);
    registry.behave(behaviour -> behaviour.withoutRanges());
    registry.fault(Route.GET_BLOB, Fault.truncateBody(100_000));

    assertThat(read(blob.descriptor())).isEqualTo(CONTENT);
    assertThat(registry.count(Route.GET_BLOB)).isEqualTo(2);
  }

  @Test
  void downloadThatBreaksAgainAndAgainIsAnError() {
    registry.repository(NAME).pushBlob(CONTENT);
    registry.fault(Route.GET_BLOB, Fault.truncateBody(1000).always());

    assertThatThrownBy(() -> read(blob.descriptor())).isInstanceOf(ConnectionException.class);
    assertThat(registry.count(Route.GET_BLOB)).isEqualTo(3);
  }

  @Test
  void corruptBlobIsAnErrorAlsoForAReaderWhoStopsAtItsSize() {
    registry.repository(NAME).pushBlob(CONTENT);
    registry.fault(Route.GET_BLOB, Fault.corruptBody().times(2));

    assertThatThrownBy(() -> read(blob.descriptor())).isInstanceOf(DigestMismatchException.class);
    assertThatThrownBy(
            () -> {
              try (BufferedSource source = repository.openBlob(blob.descriptor())) {
                source.readByteString(CONTENT.size());
              }
            })
        .isInstanceOf(DigestMismatchException.class);
  }

  @Test
  void blobOfAnotherSizeThanAnnouncedIsAnError() {
    registry.repository(NAME).pushBlob(CONTENT);
    Digest digest = blob.descriptor().digest();

    assertThatThrownBy(() -> read(Descriptor.of(TYPE, digest, 299_999)))
        .isInstanceOf(MalformedContentException.class)
        .hasMessage("Blob " + digest + ": expected 299999 bytes but 300000 were announced");
    assertThatThrownBy(() -> read(Descriptor.of(TYPE, digest, 300_001)))
        .isInstanceOf(MalformedContentException.class);
  }

  @Test
  void digestThatNobodyCanCheckIsNotOpened() {
    Descriptor odd = Descriptor.of(TYPE, Digest.parse("blake3:" + "a".repeat(64)), 1);

    assertThatThrownBy(() -> repository.openBlob(odd))
        .isInstanceOf(MalformedContentException.class)
        .hasMessage("Blob " + odd.digest() + ": content can't be checked by blake3");
    assertThat(registry.count(Route.ANY)).isZero();
  }

  private Repository chunked(long chunkBytes) {
    return Clients.of(registry).chunkBytes(chunkBytes).build().repository(NAME);
  }

  private ByteString read(Descriptor descriptor) throws IOException {
    try (BufferedSource source = repository.openBlob(descriptor)) {
      return source.readByteString();
    }
  }

  private static ByteString random(int size) {
    var bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return ByteString.of(bytes);
  }
}
