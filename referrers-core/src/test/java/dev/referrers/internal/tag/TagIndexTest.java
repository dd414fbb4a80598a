package dev.referrers.internal.tag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.error.LimitExceededException;
import dev.referrers.error.MalformedContentException;
import dev.referrers.manifest.ImageIndex;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.oci.MediaTypes;
import dev.referrers.repository.ScriptedRepository;
import dev.referrers.transport.Limits;
import java.io.IOException;
import okio.ByteString;
import org.junit.jupiter.api.Test;

class TagIndexTest {

  private static final ImageManifest IMAGE =
      ImageManifest.builder(Descriptor.of(MediaTypes.IMAGE_CONFIG, ByteString.encodeUtf8("{ }")))
          .build();
  private static final Digest SUBJECT = IMAGE.digest();
  private static final String TAG = ReferrersTag.of(SUBJECT);

  private final ScriptedRepository repository = new ScriptedRepository();

  @Test
  void knowsAListByItsEntriesAndVersion() throws IOException {
    ImageIndex index = ImageIndex.builder().addManifest(Descriptor.EMPTY_JSON).build();
    repository.put(TAG, index, "\"v1\"");

    assertThat(read()).isEqualTo(new TagIndex.Present(index, "\"v1\""));
  }

  @Test
  void anEmptyListIsAList() throws IOException {
    ImageIndex index = ImageIndex.builder().build();
    repository.put(TAG, index, null);

    assertThat(read()).isEqualTo(new TagIndex.Present(index, null));
  }

  @Test
  void withoutTagItIsAbsent() throws IOException {
    assertThat(read()).isEqualTo(new TagIndex.Absent(true));
    assertThat(repository.calls()).containsExactly(TAG);
  }

  /** oras-project/oras-go#1396: GitLab resolves the tag to the subject. */
  @Test
  void theSubjectItselfIsNoListEvenIfItIsAnIndex() throws IOException {
    ImageIndex multiPlatform = ImageIndex.builder().addManifest(IMAGE.descriptor()).build();
    repository.put(ReferrersTag.of(multiPlatform.digest()), multiPlatform, null);

    assertThat(TagIndex.read(repository, multiPlatform.digest()))
        .isEqualTo(new TagIndex.Foreign("it is the subject itself"));
  }

  @Test
  void theSubjectIsKnownByItsSha512DigestToo() throws IOException {
    ImageIndex multiPlatform = ImageIndex.builder().addManifest(IMAGE.descriptor()).build();
    Digest subject = Digest.sha512(multiPlatform.bytes());
    repository.put(ReferrersTag.of(subject), multiPlatform, null);

    assertThat(TagIndex.read(repository, subject)).isInstanceOf(TagIndex.Foreign.class);
  }

  @Test
  void anIndexWithASubjectIsNoList() throws IOException {
    repository.put(TAG, ImageIndex.builder().subject(IMAGE.descriptor()).build(), null);

    assertThat(read()).isEqualTo(new TagIndex.Foreign("it has a subject"));
  }

  @Test
  void anImageIsNoList() throws IOException {
    repository.put(TAG, IMAGE.newBuilder().artifactType("a/b").build(), null);

    assertThat(read()).isEqualTo(new TagIndex.Foreign("it is " + MediaTypes.IMAGE_MANIFEST));
  }

  @Test
  void aDockerManifestListIsNoList() throws IOException {
    repository.put(TAG, parsed(MediaTypes.DOCKER_MANIFEST_LIST, "{\"manifests\":[]}"), null);

    assertThat(read()).isInstanceOf(TagIndex.Foreign.class);
  }

  @Test
  void jsonThatIsNoManifestIsAnError() throws IOException {
    repository.put(TAG, parsed("application/json", "{}"), null);

    assertThatThrownBy(this::read)
        .isInstanceOf(MalformedContentException.class)
        .hasMessage("Referrers tag " + TAG + ": expected a manifest but was \"application/json\"");
  }

  @Test
  void moreEntriesThanTheLimitAreAnError() throws IOException {
    ImageIndex index =
        ImageIndex.builder()
            .addManifest(IMAGE.descriptor())
            .addManifest(Descriptor.EMPTY_JSON)
            .build();
    repository.put(TAG, index, null);

    assertThat(read(repository.limits(Limits.DEFAULT.withEntries(2))))
        .isInstanceOf(TagIndex.Present.class);
    assertThatThrownBy(() -> read(repository.limits(Limits.DEFAULT.withEntries(1))))
        .isInstanceOf(LimitExceededException.class)
        .hasMessage("Referrers tag " + TAG + " is longer than 1 entries (Limits.entries)");
  }

  private TagIndex read() throws IOException {
    return read(repository);
  }

  private static TagIndex read(ScriptedRepository repository) throws IOException {
    return TagIndex.read(repository, SUBJECT);
  }

  private static Manifest parsed(String mediaType, String json) throws IOException {
    return Manifest.parse("Manifest", mediaType, ByteString.encodeUtf8(json));
  }
}
