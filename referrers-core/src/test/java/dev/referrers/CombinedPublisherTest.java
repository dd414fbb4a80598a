package dev.referrers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.Publication.ListedBy;
import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.Envelope;
import dev.referrers.error.PartialPublicationException;
import dev.referrers.error.ResponseException;
import dev.referrers.internal.tag.ReferrersTag;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.MediaTypes;
import dev.referrers.support.FakeTime;
import dev.referrers.support.MemoryRepository;
import dev.referrers.support.MemoryStore;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import okio.ByteString;
import org.junit.jupiter.api.Test;

class CombinedPublisherTest {

  private static final Descriptor IMAGE =
      Descriptor.of(MediaTypes.IMAGE_MANIFEST, ByteString.encodeUtf8("image"));
  private static final Attestation NOTE = NoteEncoding.note("a b");

  private final MemoryStore referrers = new MemoryStore();
  private final MemoryStore notes = new MemoryStore();
  private final CombinedPublisher publisher = publisher();

  @Test
  void oneReceiptListsEachLayout() throws IOException {
    Publication done = publisher.publish(IMAGE, NOTE);

    assertThat(done.layout()).isEqualTo("referrer");
    assertThat(done.listedBy()).isEqualTo(ListedBy.REFERRERS_TAG);
    assertThat(done.alongside())
        .singleElement()
        .satisfies(
            other -> {
              assertThat(other.layout()).isEqualTo("notes");
              assertThat(other.listedBy()).isEqualTo(ListedBy.COSIGN_TAG);
              assertThat(other.alongside()).isEmpty();
            });
    assertThat(referrers.tags()).containsExactly(ReferrersTag.of(IMAGE.digest()));
    assertThat(notes.tags()).containsExactly("notes");
  }

  @Test
  void receiptsAreInTheOrderOfTheAttestations() throws IOException {
    List<Publication> done =
        publisher.publishAll(IMAGE, List.of(NOTE, NoteEncoding.note(NoteEncoding.ONE, "c")));

    assertThat(done)
        .extracting(each -> each.alongside().get(0).entry().annotations().get("words"))
        .containsExactly("a b", "c");
    assertThat(done)
        .extracting(each -> each.manifest().artifactType())
        .containsExactly(NoteEncoding.TYPE, NoteEncoding.ONE);
  }

  @Test
  void halfASuccessSaysWhatIsDoneAndIsCompletedByPublishingAgain() throws IOException {
    notes.before("PUT tag", CombinedPublisherTest::refuse);

    assertThatThrownBy(() -> publisher.publish(IMAGE, NOTE))
        .isInstanceOfSatisfying(
            PartialPublicationException.class,
            half -> {
              assertThat(half.subject()).isEqualTo(IMAGE.digest());
              assertThat(half.layouts()).containsExactly("referrer");
              assertThat(half.published()).hasSize(1);
            })
        .hasCauseInstanceOf(ResponseException.class)
        .hasMessage(
            "Attestations of %s are published in the layout referrer but not in every other: PUT"
                + " memory.example/v2/store/manifests: 403 DENIED: read only (publish the same"
                + " again; PublishPolicy.SKIP_IDENTICAL stores nothing twice)",
            IMAGE.digest());

    Publication done = publisher.publish(IMAGE, NOTE);
    assertThat(done.created()).isFalse();
    assertThat(done.alongside().get(0).created()).isTrue();
  }

  @Test
  void whoIsInterruptedIsToldWhatIsDone() {
    notes.before(
        "PUT tag",
        () -> {
          throw new InterruptedIOException("interrupted");
        });

    assertThatThrownBy(() -> publisher.publish(IMAGE, NOTE))
        .isExactlyInstanceOf(InterruptedIOException.class)
        .hasMessageContaining("are published in the layout referrer but not in every other")
        .cause()
        .isInstanceOfSatisfying(
            PartialPublicationException.class,
            half -> assertThat(half.layouts()).containsExactly("referrer"));
  }

  @Test
  void whatFailsInEveryLayoutIsTheFirstFailure() {
    notes.before("POST blob", CombinedPublisherTest::refuse);
    referrers.before("POST blob", CombinedPublisherTest::refuse);

    assertThatThrownBy(() -> publisher.publish(IMAGE, NOTE))
        .isInstanceOf(ResponseException.class)
        .hasMessageContaining("403 DENIED")
        .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(1));
  }

  @Test
  void nothingIsWrittenUnlessAllCanHoldIt() {
    Attestation envelope =
        Attestation.of(
            new Envelope("x", ByteString.EMPTY, List.of(Envelope.Signature.of(ByteString.EMPTY))));

    assertThatThrownBy(() -> publisher.publishForms(IMAGE, List.of(NOTE, envelope)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Note needs an artefact");
    assertThatThrownBy(() -> publisher.publishForms(IMAGE, List.of(NOTE)))
        .hasMessage("Forms need to be one for each of 2 layouts but are 1");
    assertThat(notes.calls()).isEmpty();
    assertThat(referrers.calls()).isEmpty();
  }

  @Test
  void eachLayoutGetsItsForm() throws IOException {
    Publication done =
        publisher.publishForms(IMAGE, List.of(NoteEncoding.note("application/x.other", "x"), NOTE));

    assertThat(done.manifest().artifactType()).isEqualTo("application/x.other");
    assertThat(done.alongside().get(0).entry().mediaType()).isEqualTo(NoteEncoding.TYPE);
  }

  @Test
  void thePlanIsThatOfAllLayouts() throws IOException {
    PublicationPlan plan = publisher.plan(IMAGE, List.of(NOTE));

    assertThat(plan.manifests()).hasSize(2);
    assertThat(plan.scopes()).hasSize(2);
    assertThat(plan.tags()).containsExactly(ReferrersTag.of(IMAGE.digest()), "notes");
    assertThat(plan.listedBy()).isNull();
    assertThat(plan.requests()).hasSize(6 + 5);
  }

  private static void refuse() throws IOException {
    throw MemoryRepository.refusal(403, "DENIED", "read only");
  }

  private CombinedPublisher publisher() {
    var time = new FakeTime();
    return CombinedPublisher.of(
        ReferrerPublisher.into(MemoryRepository.of(referrers, time))
            .policy(PublishPolicy.SKIP_IDENTICAL)
            .time(time)
            .build(),
        TagPublisher.into(MemoryRepository.of(notes), new NoteEncoding())
            .policy(PublishPolicy.SKIP_IDENTICAL)
            .time(new FakeTime())
            .build());
  }
}
