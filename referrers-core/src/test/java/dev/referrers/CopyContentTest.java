package dev.referrers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.CopyReport.Fate;
import dev.referrers.CopyReport.Kind;
import dev.referrers.error.DigestMismatchException;
import dev.referrers.error.LimitExceededException;
import dev.referrers.error.MalformedContentException;
import dev.referrers.error.NotFoundException;
import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.oci.MediaTypes;
import dev.referrers.testing.Behaviour;
import dev.referrers.testing.Fault;
import dev.referrers.testing.Route;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a manifest may say that is odd, and what a registry may send that is wrong. */
@Timeout(60)
class CopyContentTest {

  private static final String FOREIGN = "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip";

  private final CopyFixture fixture = new CopyFixture(Behaviour.specified());

  @AfterEach
  void stop() {
    fixture.close();
  }

  @Test
  void foreignLayersStayWhereTheyAre() throws IOException {
    fixture.to.behave(Behaviour::withoutContentCheck);
    Descriptor layer = fixture.stored.pushBlob(ByteString.encodeUtf8("tar"));
    image("foreign", json(FOREIGN, layer.digest(), 9, ",\"urls\":[\"https://example.com/l\"]"));

    CopyReport report = fixture.copy("foreign");

    assertThat(report.count(Kind.BLOB, Fate.ELSEWHERE)).isEqualTo(1);
    assertThat(fixture.copied.hasBlob(layer.digest())).isFalse();
    assertThat(fixture.copied.hasManifest("foreign")).isTrue();
  }

  @Test
  void aForeignLayerWithoutUrlsIsOneLikeOthers() throws IOException {
    Descriptor layer = fixture.stored.pushBlob(ByteString.encodeUtf8("tar"));
    image("foreign", json(FOREIGN, layer.digest(), 3, ""));

    fixture.copy("foreign");

    assertThat(fixture.copied.hasBlob(layer.digest())).isTrue();
  }

  @Test
  void contentInADescriptorIsNotFetched() throws IOException {
    Descriptor layer = Descriptor.of("text/plain", ByteString.encodeUtf8("data"));
    image("embedded", json("text/plain", layer.digest(), 4, ",\"data\":\"ZGF0YQ==\""));

    fixture.copy("embedded");

    assertThat(fixture.copied.blob(layer.digest()).utf8()).isEqualTo("data");
    assertThat(fixture.from.count(Route.GET_BLOB)).isEqualTo(1); // the config
  }

  @Test
  void aBlobThatIsListedTwiceIsCopiedOnce() throws IOException {
    Descriptor layer = fixture.stored.pushBlob(ByteString.encodeUtf8("layer"));
    String one = json("text/plain", layer.digest(), 5, "");
    image("twice", one + "," + one);

    fixture.copy("twice");

    assertThat(fixture.from.count(Route.GET_BLOB)).isEqualTo(2);
    assertThat(fixture.to.count(Route.POST_UPLOAD)).isEqualTo(2);
  }

  @Test
  void aBlobHasOneSize() {
    Descriptor layer = fixture.stored.pushBlob(ByteString.encodeUtf8("layer"));
    String right = json("text/plain", layer.digest(), 5, "");
    image("twice", right + "," + json("text/plain", layer.digest(), 6, ""));

    assertThatThrownBy(() -> fixture.copy("twice"))
        .isInstanceOf(MalformedContentException.class)
        .hasMessage(
            "Blob %s: expected one size, but manifests give it 5 and 6".formatted(layer.digest()));
    assertThat(fixture.to.count(Route.POST_UPLOAD)).isZero();
  }

  @Test
  void aLayerOfAnotherSizeIsNotCopied() {
    Descriptor layer = fixture.stored.pushBlob(ByteString.encodeUtf8("layer"));
    image("lie", json("text/plain", layer.digest(), 6, ""));

    assertThatThrownBy(() -> fixture.copy("lie")).isInstanceOf(MalformedContentException.class);
    assertThat(fixture.copied.tags()).isEmpty();
  }

  @Test
  void aChildOfAnotherSizeIsNotCopied() {
    var child = Descriptor.of(MediaTypes.IMAGE_MANIFEST, fixture.image.digest(), 1);
    fixture.stored.pushIndex("lie", List.of(child));

    assertThatThrownBy(() -> fixture.copy("lie")).isInstanceOf(DigestMismatchException.class);
    assertThat(fixture.to.count(Route.ANY)).isZero();
  }

  @Test
  void aChildThatIsListedTwiceHasOneSize() {
    var child = Descriptor.of(MediaTypes.IMAGE_MANIFEST, fixture.image.digest(), 1);
    Descriptor nested = fixture.stored.pushIndex("nested", List.of(child));
    fixture.stored.pushIndex("lie", List.of(fixture.image, nested));

    assertThatThrownBy(() -> fixture.copy("lie")).isInstanceOf(DigestMismatchException.class);
    assertThat(fixture.to.count(Route.ANY)).isZero();
  }

  @Test
  void aLargeBlobGoesThroughWithoutBeingHeld() throws IOException {
    ByteString large = ByteString.of(new byte[3 << 20]);
    Descriptor layer = fixture.stored.pushBlob(large);
    image("large", json("text/plain", layer.digest(), large.size(), ""));

    fixture.copy("large");

    assertThat(fixture.copied.blob(layer.digest())).isEqualTo(large);
    assertThat(fixture.to.count(Route.HEAD_BLOB)).isEqualTo(1);
  }

  @Test
  void aLargeBlobThatIsThereIsNotSentAgain() throws IOException {
    ByteString large = ByteString.of(new byte[3 << 20]);
    Descriptor layer = fixture.stored.pushBlob(large);
    fixture.copied.pushBlob(large);
    image("large", json("text/plain", layer.digest(), large.size(), ""));

    CopyReport report = fixture.copy("large");

    assertThat(report.bytes(Kind.BLOB, Fate.PRESENT)).isEqualTo(large.size());
    assertThat(fixture.from.count(Route.GET_BLOB)).isEqualTo(1);
  }

  @Test
  void corruptContentEndsTheCopyBeforeTheTag() {
    ByteString large = ByteString.of(new byte[3 << 20]);
    Descriptor layer = fixture.stored.pushBlob(large);
    image("large", json("text/plain", layer.digest(), large.size(), ""));
    fixture.from.fault(
        Route.GET_BLOB,
        path -> path.endsWith(layer.digest().toString()),
        Fault.corruptBody().always());

    assertThatThrownBy(() -> fixture.copy("large")).isInstanceOf(DigestMismatchException.class);
    assertThat(fixture.copied.tags()).isEmpty();
    assertThat(fixture.copied.hasBlob(layer.digest())).isFalse();
  }

  @Test
  void aMissingBlobEndsTheCopy() {
    image("missing", json("text/plain", Digest.sha256(ByteString.encodeUtf8("gone")), 4, ""));

    assertThatThrownBy(() -> fixture.copy("missing")).isInstanceOf(NotFoundException.class);
    assertThat(fixture.copied.tags()).isEmpty();
  }

  @Test
  void aThousandReferrersAreCopied() throws IOException {
    fixture.stored.addReferrers(fixture.image, 1000, CopyFixture.SPDX);

    fixture.copy("v1");

    assertThat(fixture.listed(fixture.image)).hasSize(1000);
  }

  @Test
  void anIndexBombIsNotFetched() {
    List<Descriptor> children = new ArrayList<>();
    for (int i = 0; i < 11_000; i++) {
      children.add(Descriptor.of(MediaTypes.IMAGE_MANIFEST, ByteString.encodeUtf8("" + i)));
    }
    fixture.stored.pushIndex("bomb", children);

    assertThatThrownBy(() -> fixture.copy("bomb"))
        .isInstanceOf(LimitExceededException.class)
        .hasMessage("Tree of bomb is longer than 10000 manifests (TreeQuery.manifests)");
    assertThat(fixture.from.count(Route.ANY)).isEqualTo(2);
    assertThat(fixture.to.count(Route.ANY)).isZero();
  }

  @Test
  void aListWithoutEndIsLeftInTime() {
    for (int i = 0; i < 11_000; i++) {
      fixture.stored.list(
          fixture.image.digest(),
          Descriptor.of(MediaTypes.IMAGE_MANIFEST, ByteString.encodeUtf8("" + i)));
    }
    fixture.stored.addReferrers(fixture.image, 30, CopyFixture.SPDX);

    assertThatThrownBy(
            () -> fixture.builder().query(TreeQuery.REFERRERS.withManifests(10)).build().copy("v1"))
        .isInstanceOf(LimitExceededException.class);
    assertThat(fixture.to.count(Route.ANY)).isZero();
  }

  @Test
  void aManifestWhoseListLeadsBackToItIsCopiedOnce() throws IOException {
    Descriptor sbom = fixture.stored.addReferrer(fixture.image, "text/x", Annotations.NONE);
    fixture.stored.list(sbom.digest(), fixture.image.withArtifactType("text/x"));
    fixture.stored.list(sbom.digest(), sbom);

    CopyReport report = fixture.copy("v1");

    assertThat(report.count(Kind.MANIFEST, Fate.COPIED)).isEqualTo(2);
    assertThat(report.warnings())
        .containsExactly("Referrers of " + sbom.digest() + ": entries about something else: 2");
  }

  private void image(String tag, String layers) {
    Descriptor config = fixture.stored.pushBlob(ByteString.encodeUtf8("config of " + tag));
    String manifest =
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]}"
            .formatted(
                MediaTypes.IMAGE_MANIFEST,
                json(MediaTypes.IMAGE_CONFIG, config.digest(), config.size(), ""),
                layers);
    fixture.stored.pushManifest(MediaTypes.IMAGE_MANIFEST, ByteString.encodeUtf8(manifest), tag);
  }

  private static String json(String mediaType, Digest digest, long size, String more) {
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d%s}"
        .formatted(mediaType, digest, size, more);
  }
}
