package dev.referrers.testing.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.oci.Digest;
import dev.referrers.testing.Behaviour;
import dev.referrers.testing.Deletion;
import dev.referrers.testing.FakeRegistry;
import dev.referrers.testing.FakeRepository;
import dev.referrers.testing.conformance.BareClient.Reply;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BlobsTest {

  private static final ByteString HELLO = ByteString.encodeUtf8("hello world");
  private static final Digest DIGEST = Digest.sha256(HELLO);
  private static final String UPLOADS = "/v2/acme/api/blobs/uploads/";
  private static final String BLOB = "/v2/acme/api/blobs/" + DIGEST;

  private final FakeRegistry registry = FakeRegistry.start();
  private final FakeRepository api = registry.repository("acme/api");
  private final BareClient client = new BareClient(registry);

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void singlePostStoresOrBecomesASession() {
    Reply stored = client.post(UPLOADS + "?digest=" + DIGEST, HELLO);
    assertThat(stored.status()).isEqualTo(201);
    assertThat(stored.header("Location")).isEqualTo(BLOB);
    assertThat(client.get(BLOB).bytes()).isEqualTo(HELLO);

    registry.behave(Behaviour::withoutSinglePost);
    Reply session = client.post(UPLOADS + "?digest=" + DIGEST, HELLO);
    assertThat(session.status()).isEqualTo(202);
    assertThat(client.put(closing(session), HELLO).status()).isEqualTo(201);
  }

  @Test
  void wrongDigestIsRefused() {
    Reply other = client.post(UPLOADS + "?digest=" + DIGEST, ByteString.encodeUtf8("hello"));

    assertThat(other.status()).isEqualTo(400);
    assertThat(other.text()).contains("DIGEST_INVALID");
    assertThat(api.hasBlob(DIGEST)).isFalse();
  }

  @Test
  void sha512BlobIsKeptUnderItsDigest() {
    Digest digest = Digest.sha512(HELLO);

    assertThat(client.post(UPLOADS + "?digest=" + digest, HELLO).status()).isEqualTo(201);
    assertThat(api.blob(digest)).isEqualTo(HELLO);
  }

  @Test
  void chunksGoUpInOrder() {
    Reply begun = client.post(UPLOADS, ByteString.EMPTY);
    Reply first =
        client.patch(begun.header("Location"), HELLO.substring(0, 4), "Content-Range", "0-3");
    Reply gap = client.patch(first.header("Location"), HELLO.substring(6), "Content-Range", "6-10");
    Reply status = client.get(gap.header("Location"));
    Reply closed = client.put(closing(status), HELLO.substring(4), "Content-Range", "4-10");

    assertThat(first.status()).isEqualTo(202);
    assertThat(first.header("Range")).isEqualTo("0-3");
    assertThat(gap.status()).isEqualTo(416);
    assertThat(status.status()).isEqualTo(204);
    assertThat(status.header("Range")).isEqualTo("0-3");
    assertThat(closed.status()).isEqualTo(201);
    assertThat(client.get(BLOB).bytes()).isEqualTo(HELLO);
  }

  @Test
  void onlyTheLastChunkMayBeSmall() {
    registry.behave(behaviour -> behaviour.withChunkMinimum(4));
    Reply begun = client.post(UPLOADS, ByteString.EMPTY);
    assertThat(begun.header("OCI-Chunk-Min-Length")).isEqualTo("4");

    String location = begun.header("Location");
    assertThat(client.patch(location, HELLO.substring(0, 8)).status()).isEqualTo(202);
    assertThat(client.patch(location, HELLO.substring(8)).status()).isEqualTo(202);
    assertThat(client.patch(location, HELLO).text()).contains("SIZE_INVALID");
    assertThat(client.put(closing(begun), ByteString.EMPTY).status()).isEqualTo(201);
  }

  @Test
  void stateOfTheLocationIsNeededAndAbortEndsTheUpload() {
    String location = client.post(UPLOADS, ByteString.EMPTY).header("Location");
    String rebuilt = location.substring(0, location.indexOf('?'));

    assertThat(client.patch(rebuilt, HELLO).status()).isEqualTo(404);
    assertThat(client.delete(location).status()).isEqualTo(204);
    assertThat(client.patch(location, HELLO).text()).contains("BLOB_UPLOAD_UNKNOWN");
  }

  @Test
  void locationIsAbsoluteOnRequest() {
    registry.behave(Behaviour::withAbsoluteLocations);

    Reply begun = client.post(UPLOADS, ByteString.EMPTY);

    assertThat(begun.header("Location")).startsWith(registry.url() + UPLOADS);
  }

  @Test
  void mountsFromARepositoryThatHasTheBlob() {
    registry.repository("acme/base").pushBlob(HELLO);
    String mount = UPLOADS + "?mount=" + DIGEST + "&from=acme/";

    assertThat(client.post(mount + "none", ByteString.EMPTY).status()).isEqualTo(202);
    assertThat(client.post(mount + "base", ByteString.EMPTY).status()).isEqualTo(201);
    assertThat(api.hasBlob(DIGEST)).isTrue();
    registry.behave(Behaviour::withoutMount);
    assertThat(client.post(mount + "base", ByteString.EMPTY).status()).isEqualTo(202);
  }

  @Test
  void servesRangesUnlessTold() {
    api.pushBlob(HELLO);

    Reply part = client.get(BLOB, "Range", "bytes=6-100");
    assertThat(part.status()).isEqualTo(206);
    assertThat(part.text()).isEqualTo("world");
    assertThat(part.header("Content-Range")).isEqualTo("bytes 6-10/11");
    assertThat(client.get(BLOB, "Range", "bytes=11-").status()).isEqualTo(416);
    registry.behave(Behaviour::withoutRanges);
    assertThat(client.get(BLOB, "Range", "bytes=6-").bytes()).isEqualTo(HELLO);
  }

  @Test
  void headAndDelete() {
    api.pushBlob(HELLO);

    assertThat(client.head(BLOB).header("Content-Length")).isEqualTo("11");
    registry.behave(behaviour -> behaviour.withDeletion(Deletion.OFF));
    assertThat(client.delete(BLOB).status()).isEqualTo(405);
    registry.behave(behaviour -> behaviour.withDeletion(Deletion.ON));
    assertThat(client.delete(BLOB).status()).isEqualTo(202);
    assertThat(client.head(BLOB).status()).isEqualTo(404);
  }

  @Test
  void redirectsToAStorageHostWithTheSameContent() {
    api.pushBlob(HELLO);
    try (var storage = FakeRegistry.newBuilder().contentOf(registry).start()) {
      registry.behave(behaviour -> behaviour.withBlobRedirect(storage.url()));

      Reply redirect = client.get(BLOB);

      assertThat(redirect.status()).isEqualTo(307);
      assertThat(redirect.header("Location")).startsWith(storage.url() + BLOB + "?");
      assertThat(client.get(redirect.header("Location")).bytes()).isEqualTo(HELLO);
      assertThat(client.head(BLOB).status()).isEqualTo(200);
    }
  }

  private static String closing(Reply session) {
    return session.header("Location") + "&digest=" + DIGEST;
  }
}
