package dev.referrers.testing.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.oci.MediaTypes;
import dev.referrers.testing.AcceptHandling;
import dev.referrers.testing.Answer;
import dev.referrers.testing.Behaviour;
import dev.referrers.testing.Deletion;
import dev.referrers.testing.DigestHeader;
import dev.referrers.testing.ETags;
import dev.referrers.testing.FakeRegistry;
import dev.referrers.testing.FakeRepository;
import dev.referrers.testing.ManifestTrait;
import dev.referrers.testing.conformance.BareClient.Reply;
import java.util.List;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ManifestsTest {

  private static final ByteString INDEX =
      ByteString.encodeUtf8(
          "{\"schemaVersion\":2,\"mediaType\":\""
              + MediaTypes.IMAGE_INDEX
              + "\",\"manifests\":[]}");
  private static final ByteString OTHER_INDEX = ByteString.encodeUtf8(INDEX.utf8() + "\n");

  private final FakeRegistry registry = FakeRegistry.start();
  private final FakeRepository api = registry.repository("acme/api");
  private final BareClient client = new BareClient(registry);

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void getsByTagAndByDigest() {
    Descriptor image = api.pushImage("1.0");

    Reply byTag = client.get("/v2/acme/api/manifests/1.0");
    Reply byDigest = client.get("/v2/acme/api/manifests/" + image.digest());

    assertThat(byTag.status()).isEqualTo(200);
    assertThat(byTag.header("Content-Type")).isEqualTo(MediaTypes.IMAGE_MANIFEST);
    assertThat(byTag.header("Docker-Content-Digest")).isEqualTo(image.digest().toString());
    assertThat(Digest.sha256(byTag.bytes())).isEqualTo(image.digest());
    assertThat(byDigest.bytes()).isEqualTo(byTag.bytes());
  }

  @Test
  void headSaysTheSizeWithoutABody() {
    Descriptor image = api.pushImage("1.0");

    Reply head = client.head("/v2/acme/api/manifests/1.0");

    assertThat(head.status()).isEqualTo(200);
    assertThat(head.header("Content-Length")).isEqualTo(Long.toString(image.size()));
    assertThat(head.bytes().size()).isZero();
  }

  @Test
  void unknownManifestAndUnknownRepositoryAre404() {
    api.pushImage("1.0");

    assertThat(client.get("/v2/acme/api/manifests/2.0").text()).contains("MANIFEST_UNKNOWN");
    assertThat(client.get("/v2/acme/other/manifests/2.0").text()).contains("NAME_UNKNOWN");
  }

  @Test
  void putKeepsBytesAndMovesTheTag() {
    putIndex("1.0", INDEX);
    Reply second = putIndex("1.0", OTHER_INDEX);

    assertThat(second.status()).isEqualTo(201);
    assertThat(second.header("Location"))
        .isEqualTo("/v2/acme/api/manifests/" + Digest.sha256(OTHER_INDEX));
    assertThat(client.get("/v2/acme/api/manifests/1.0").bytes()).isEqualTo(OTHER_INDEX);
    assertThat(api.manifests()).hasSize(2);
  }

  @Test
  void putBySha512IsFoundBySha512() {
    Digest digest = Digest.sha512(INDEX);

    assertThat(putIndex(digest.toString(), INDEX).status()).isEqualTo(201);
    assertThat(client.get("/v2/acme/api/manifests/" + digest).bytes()).isEqualTo(INDEX);
    assertThat(putIndex(digest.toString(), OTHER_INDEX).text()).contains("DIGEST_INVALID");
  }

  @Test
  void putRefusesWhatIsNoManifestOfItsType() {
    Reply notJson = putIndex("1.0", ByteString.encodeUtf8("hello"));
    Reply otherType =
        client.put("/v2/acme/api/manifests/1.0", INDEX, "Content-Type", MediaTypes.IMAGE_MANIFEST);

    assertThat(List.of(notJson.status(), otherType.status())).containsOnly(400);
    assertThat(otherType.text()).contains("MANIFEST_INVALID");
  }

  @Test
  void putRefusesMissingBlobsUnlessTold() {
    ByteString image = api.manifest(api.pushImage("1.0").digest().toString()).bytes();
    String path = "/v2/acme/empty/manifests/1.0";

    Reply refused = client.put(path, image, "Content-Type", MediaTypes.IMAGE_MANIFEST);
    registry.behave(Behaviour::withoutContentCheck);
    Reply taken = client.put(path, image, "Content-Type", MediaTypes.IMAGE_MANIFEST);

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text()).contains("MANIFEST_BLOB_UNKNOWN");
    assertThat(taken.status()).isEqualTo(201);
  }

  @Test
  void putRefusesLargeManifestsAndTraits() {
    registry.behave(behaviour -> behaviour.withMaxManifestBytes(INDEX.size()));
    assertThat(putIndex("1.0", INDEX).status()).isEqualTo(201);
    assertThat(putIndex("1.0", OTHER_INDEX).status()).isEqualTo(413);

    registry.behave(
        behaviour -> behaviour.withRefusal(ManifestTrait.INDEX, Answer.error(501, "X", "no")));
    assertThat(putIndex("1.0", INDEX).status()).isEqualTo(501);
  }

  @Test
  void eTagsAreHonouredSentOrAbsent() {
    registry.behave(behaviour -> behaviour.withETags(ETags.HONOURED));
    assertThat(putIndex("t", INDEX, "If-None-Match", "*").status()).isEqualTo(201);
    assertThat(putIndex("t", OTHER_INDEX, "If-None-Match", "*").status()).isEqualTo(412);
    String eTag = client.get("/v2/acme/api/manifests/t").header("ETag");
    assertThat(putIndex("t", OTHER_INDEX, "If-Match", "\"other\"").status()).isEqualTo(412);
    assertThat(putIndex("t", OTHER_INDEX, "If-Match", eTag).status()).isEqualTo(201);

    registry.behave(behaviour -> behaviour.withETags(ETags.SENT));
    assertThat(putIndex("t", INDEX, "If-Match", "\"other\"").status()).isEqualTo(201);
    assertThat(client.get("/v2/acme/api/manifests/t", "If-None-Match", eTag).status())
        .isEqualTo(304);

    registry.behave(behaviour -> behaviour.withETags(ETags.NONE));
    assertThat(client.get("/v2/acme/api/manifests/t").header("ETag")).isEmpty();
  }

  @Test
  void immutableTagsTakeTheSameContentOnly() {
    putIndex("1.0", INDEX);
    registry.behave(Behaviour::withImmutableTags);

    assertThat(putIndex("1.0", INDEX).status()).isEqualTo(201);
    assertThat(putIndex("1.0", OTHER_INDEX).status()).isEqualTo(403);
    assertThat(client.delete("/v2/acme/api/manifests/1.0").status()).isEqualTo(403);
    assertThat(putIndex("2.0", OTHER_INDEX).status()).isEqualTo(201);
  }

  @Test
  void everySecondTagWriteIsLost() {
    registry.behave(behaviour -> behaviour.withDroppedTagWrites(2));

    assertThat(putIndex("1", INDEX).status()).isEqualTo(201);
    assertThat(putIndex("2", INDEX).status()).isEqualTo(201);
    assertThat(putIndex("3", INDEX).status()).isEqualTo(201);
    assertThat(api.tags()).containsExactly("1", "3");
  }

  @Test
  void tagLagsBehindItsWrite() {
    registry.behave(behaviour -> behaviour.withTagLag(1));
    putIndex("t", INDEX);

    assertThat(client.get("/v2/acme/api/manifests/t").status()).isEqualTo(404);
    assertThat(client.get("/v2/acme/api/manifests/t").status()).isEqualTo(200);
  }

  @Test
  void digestTagResolvesToTheSubject() {
    Descriptor image = api.pushImage("1.0");
    String path = "/v2/acme/api/manifests/sha256-" + image.digest().encoded();
    assertThat(client.get(path).status()).isEqualTo(404);

    registry.behave(Behaviour::withDigestTags);

    assertThat(Digest.sha256(client.get(path).bytes())).isEqualTo(image.digest());
  }

  @Test
  void digestHeaderIsRightWrongOrAbsent() {
    String digest = api.pushImage("1.0").digest().toString();

    assertThat(digestHeader(DigestHeader.RIGHT)).isEqualTo(digest);
    assertThat(digestHeader(DigestHeader.WRONG)).startsWith("sha256:").isNotEqualTo(digest);
    assertThat(digestHeader(DigestHeader.ABSENT)).isEmpty();
  }

  @Test
  void acceptIsIgnoredOrHandledAsOlaregAndDistributionDo() {
    api.pushIndex("index", List.of(api.pushImage("1.0")));

    assertThat(accept("1.0", MediaTypes.IMAGE_INDEX)).isEqualTo(MediaTypes.IMAGE_MANIFEST);
    registry.behave(behaviour -> behaviour.withAcceptHandling(AcceptHandling.OLAREG));
    assertThat(accept("1.0", MediaTypes.IMAGE_INDEX)).isEqualTo("application/json");
    assertThat(accept("index", MediaTypes.IMAGE_MANIFEST)).isEqualTo(MediaTypes.IMAGE_MANIFEST);
    assertThat(accept("1.0", "*/*")).isEqualTo(MediaTypes.IMAGE_MANIFEST);
    registry.behave(behaviour -> behaviour.withAcceptHandling(AcceptHandling.DISTRIBUTION));
    assertThat(accept("1.0", "*/*")).isEqualTo("application/json");
    assertThat(accept("1.0", "a/b, " + MediaTypes.IMAGE_MANIFEST))
        .isEqualTo(MediaTypes.IMAGE_MANIFEST);
  }

  @Test
  void deletesTagThenManifest() {
    Descriptor image = api.pushImage("1.0");

    assertThat(client.delete("/v2/acme/api/manifests/1.0").status()).isEqualTo(202);
    assertThat(api.hasManifest(image.digest().toString())).isTrue();
    assertThat(client.delete("/v2/acme/api/manifests/" + image.digest()).status()).isEqualTo(202);
    assertThat(client.delete("/v2/acme/api/manifests/" + image.digest()).status()).isEqualTo(404);
  }

  @Test
  void deletionIsRefusedAsTold() {
    Descriptor image = api.pushImage("1.0");
    api.pushIndex("index", List.of(image));
    String byDigest = "/v2/acme/api/manifests/" + image.digest();

    registry.behave(behaviour -> behaviour.withDeletion(Deletion.OFF));
    assertThat(client.delete("/v2/acme/api/manifests/1.0").status()).isEqualTo(405);
    registry.behave(behaviour -> behaviour.withDeletion(Deletion.TAGS_ONLY));
    assertThat(client.delete(byDigest).status()).isEqualTo(405);
    registry.behave(behaviour -> behaviour.withDeletion(Deletion.UNLISTED_ONLY));
    assertThat(client.delete(byDigest).text()).contains("DENIED");
    assertThat(client.delete("/v2/acme/api/manifests/index").status()).isEqualTo(202);
  }

  @Test
  void tagsAreListedInPages() {
    List.of("c", "a", "b").forEach(tag -> putIndex(tag, INDEX));

    Reply first = client.get("/v2/acme/api/tags/list?n=2");
    Reply second = client.get("/v2/acme/api/tags/list?n=2&last=b");

    assertThat(first.text()).contains("\"tags\":[\"a\",\"b\"]");
    assertThat(first.header("Link")).isEqualTo("</v2/acme/api/tags/list?n=2&last=b>; rel=\"next\"");
    assertThat(second.text()).contains("\"tags\":[\"c\"]");
    assertThat(second.header("Link")).isEmpty();
    assertThat(client.get("/v2/acme/none/tags/list").status()).isEqualTo(404);
  }

  private Reply putIndex(String reference, ByteString index, String... headers) {
    String[] all = new String[headers.length + 2];
    System.arraycopy(headers, 0, all, 2, headers.length);
    all[0] = "Content-Type";
    all[1] = MediaTypes.IMAGE_INDEX;
    return client.put("/v2/acme/api/manifests/" + reference, index, all);
  }

  private String digestHeader(DigestHeader header) {
    registry.behave(behaviour -> behaviour.withDigestHeader(header));
    return client.get("/v2/acme/api/manifests/1.0").header("Docker-Content-Digest");
  }

  private String accept(String reference, String types) {
    return client
        .get("/v2/acme/api/manifests/" + reference, "Accept", types)
        .header("Content-Type");
  }
}
