package dev.referrers.internal.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.internal.concurrent.Deadline;
import dev.referrers.internal.tag.ReferrersTag;
import dev.referrers.manifest.ImageIndex;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.oci.MediaTypes;
import dev.referrers.repository.Blob;
import dev.referrers.repository.Precondition;
import dev.referrers.repository.ReferrersAnswer.Page;
import dev.referrers.repository.Repository;
import dev.referrers.transport.Capabilities;
import java.io.IOException;
import okio.ByteString;
import okio.Source;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens between two steps of a reader. */
class LayoutRacesTest {

  /** Runs a step before content is opened, once. */
  private static final class Interrupted implements Storage {

    private final Storage storage = new MemoryStorage(1 << 20);
    private @Nullable Digest awaited;
    private SafeFiles.@Nullable Action step;

    void before(Digest opened, SafeFiles.Action action) {
      awaited = opened;
      step = action;
    }

    @Override
    public @Nullable Content open(Digest digest) throws IOException {
      SafeFiles.Action due = digest.equals(awaited) ? step : null;
      if (due != null) {
        step = null;
        due.run();
      }
      return storage.open(digest);
    }

    @Override
    public String location() {
      return storage.location();
    }

    @Override
    public boolean has(Digest digest) throws IOException {
      return storage.has(digest);
    }

    @Override
    public void write(Descriptor descriptor, Source content) throws IOException {
      storage.write(descriptor, content);
    }

    @Override
    public boolean delete(Digest digest) throws IOException {
      return storage.delete(digest);
    }

    @Override
    public ImageIndex index() throws IOException {
      return storage.index();
    }

    @Override
    public void replaceIndex(ImageIndex index) throws IOException {
      storage.replaceIndex(index);
    }

    @Override
    public boolean locked(Deadline deadline, Change change) throws IOException {
      return storage.locked(deadline, change);
    }
  }

  private static final Descriptor IMAGE =
      Descriptor.of(MediaTypes.IMAGE_MANIFEST, ByteString.encodeUtf8("image"));
  private static final String TAG = ReferrersTag.of(IMAGE.digest());

  private final Interrupted storage = new Interrupted();
  private final Repository layout =
      new LayoutRepository(storage, LayoutSettings.DEFAULT, new Capabilities(), null);
  private final Manifest first = referrer("a/first");
  private final Manifest second = referrer("a/second");

  @BeforeEach
  void push() throws IOException {
    layout.pushBlob(Blob.EMPTY_JSON);
    layout.push(first);
  }

  @Test
  void aListThatIsReplacedWhileItIsReadIsReadAgain() throws IOException {
    storage.before(layout.resolve(TAG).digest(), () -> layout.push(second));

    ImageIndex list = (ImageIndex) layout.require(TAG).manifest();

    assertThat(list.manifests()).containsExactly(first.asReferrer(), second.asReferrer());
  }

  @Test
  void aReferrerThatIsDeletedMeanwhileIsNotListed() throws IOException {
    layout.push(second);
    storage.before(first.digest(), () -> layout.deleteManifest(first.digest()));

    Page page = (Page) layout.referrers(IMAGE.digest(), null, null);

    assertThat(page.manifests()).containsExactly(second.asReferrer());
  }

  @Test
  void aManifestThatIsDeletedMeanwhileHasNoTag() throws IOException {
    layout.pushTag("1.0", second, Precondition.NONE);
    storage.before(second.digest(), () -> layout.deleteManifest(second.digest()));

    assertThat(layout.fetch("1.0")).isNull();
  }

  private static Manifest referrer(String type) {
    return ImageManifest.builder(Descriptor.EMPTY_JSON)
        .artifactType(type)
        .addLayer(Descriptor.EMPTY_JSON)
        .subject(IMAGE)
        .build();
  }
}
