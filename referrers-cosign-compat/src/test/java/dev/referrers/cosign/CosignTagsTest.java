package dev.referrers.cosign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.AttestationQuery;
import dev.referrers.Candidate;
import dev.referrers.attestation.Artifact;
import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.Envelope;
import dev.referrers.attestation.PredicateTypes;
import dev.referrers.attestation.ResourceDescriptor;
import dev.referrers.attestation.SimpleSigning;
import dev.referrers.attestation.Statement;
import dev.referrers.error.LimitExceededException;
import dev.referrers.error.MalformedContentException;
import dev.referrers.error.NotFoundException;
import dev.referrers.error.UndeterminedException;
import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.testing.Fault;
import dev.referrers.testing.Route;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CosignTagsTest {

  private static final String SIGNATURE_KEY = "dev.cosignproject.cosign/signature";
  private static final Annotations SIGNED = Annotations.of(SIGNATURE_KEY, "c2ln");
  private static final AttestationQuery SPDX = AttestationQuery.ALL.withPredicateType("spdx");

  @Test
  void findsEveryLayerOfAllTagsInOrder() throws IOException {
    try (var store = new CosignStore()) {
      store.put(".sig", signature(store, "a"), signature(store, "b"));
      store.put(".att", attestation(store, PredicateTypes.SPDX, true));

      store.put(".sbom", store.layer("text/spdx", "an SBOM", Annotations.NONE));

      assertThat(payloads(store.list(AttestationQuery.ALL)))
          .containsExactly("a", "b", "envelope", "artefact");
      assertThat(store.list(AttestationQuery.ALL))
          .extracting(candidate -> candidate.descriptor().digest())
          .startsWith(
              store.stored.manifest(store.tag(".sig")).digest(),
              store.stored.manifest(store.tag(".sig")).digest());
    }
  }

  @Test
  void noTagHoldsNothing() throws IOException {
    try (var store = new CosignStore()) {
      assertThat(store.list(AttestationQuery.ALL)).isEmpty();
      assertThat(store.registry.count(Route.GET_MANIFEST)).isEqualTo(3);
    }
  }

  /** A registry that sends no error documents, and a proxy that has lost its registry. */
  @Test
  void aBare404IsNoneOnlyWhereTheRegistryShowsThatItIsUp() throws IOException {
    try (var store = new CosignStore()) {
      store.put(".sig", signature(store, "a"));
      store.registry.fault(Route.GET_MANIFEST, Fault.status(404).always());

      assertThat(store.list(AttestationQuery.ALL)).isEmpty();

      store.registry.fault(Route.HEAD_MANIFEST, Fault.status(404).always());
      assertThatThrownBy(() -> store.list(AttestationQuery.ALL))
          .isInstanceOf(UndeterminedException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 429, 500, 503})
  void aTagThatCannotBeReadIsNoMissingOne(int status) throws IOException {
    try (var store = new CosignStore()) {
      store.put(".sig", signature(store, "a"));
      store.registry.fault(Route.GET_MANIFEST, Fault.status(status).always());

      assertThatThrownBy(() -> store.list(AttestationQuery.ALL))
          .isInstanceOf(UndeterminedException.class)
          .hasMessageStartingWith(
              "Referrers of %s are not known: cosign tag %s failed"
                  .formatted(store.image.digest(), store.tag(".sig")));
      assertThatThrownBy(
              () ->
                  CosignTags.in(store.repository).stream(store.image.digest(), AttestationQuery.ALL)
                      .count())
          .isInstanceOf(UncheckedIOException.class)
          .hasCauseInstanceOf(UndeterminedException.class);
    }
  }

  @Test
  void anIndexUnderATagIsNoAnswer() throws IOException {
    try (var store = new CosignStore()) {
      store.stored.pushIndex(store.tag(".sig"), List.of());

      assertThatThrownBy(() -> store.list(AttestationQuery.ALL))
          .isInstanceOf(UndeterminedException.class)
          .hasMessageContaining(
              "expected an image manifest but was application/vnd.oci.image.index");
    }
  }

  @ParameterizedTest
  @CsvSource({"SIGNATURE,1", "ATTESTATION,2", "ANY,3"})
  void asksForTheTagThatMatters(AttestationQuery.Kind kind, int requests) throws IOException {
    try (var store = new CosignStore()) {
      store.put(".sig", signature(store, "a"));
      store.put(".att", attestation(store, PredicateTypes.SPDX, true));
      store.put(".sbom", store.layer("text/spdx", "an SBOM", Annotations.NONE));
      store.registry.resetRequests();

      assertThat(store.list(AttestationQuery.ALL.withKind(kind))).hasSize(requests);
      assertThat(store.registry.requests()).hasSize(requests);
    }
  }

  @Test
  void looksIntoLayersThatDoNotTell_tektonChains() throws IOException {
    try (var store = new CosignStore()) {
      store.put(
          ".att",
          attestation(store, PredicateTypes.SPDX, true),
          attestation(store, PredicateTypes.SLSA_PROVENANCE_V1, true),
          attestation(store, PredicateTypes.SPDX, false),
          attestation(store, PredicateTypes.CYCLONEDX, false));
      store.registry.resetRequests();

      assertThat(store.list(SPDX)).hasSize(2);
      assertThat(store.registry.count(Route.GET_BLOB)).isEqualTo(2);
    }
  }

  @Test
  void checksFindWhatIsLabelledWronglyOrUnderTheOtherTag() throws IOException {
    try (var store = new CosignStore()) {
      Descriptor spdx = attestation(store, PredicateTypes.SPDX, false);
      var lie = Annotations.of("predicateType", PredicateTypes.CYCLONEDX);
      store.put(".sig", spdx);
      store.put(".att", spdx.withAnnotations(lie));

      assertThat(store.list(SPDX)).isEmpty();
      assertThat(store.list(SPDX.withChecks())).hasSize(2);
    }
  }

  @Test
  void takesTheLastForTheNewest() throws IOException {
    try (var store = new CosignStore()) {
      store.put(".sig", signature(store, "a"), signature(store, "b"), signature(store, "c"));

      assertThat(payloads(store.list(AttestationQuery.SIGNATURES.withNewest(2))))
          .containsExactly("c", "b");
    }
  }

  @Test
  void aMalformedLayerSpoilsNoOther() throws IOException {
    try (var store = new CosignStore()) {
      var none = signature(store, "none").withAnnotations(Annotations.NONE);
      store.put(".sig", none, signature(store, "good"));

      List<Candidate> found = store.list(AttestationQuery.SIGNATURES);

      assertThat(payloads(found.subList(1, 2))).containsExactly("good");
      assertThatThrownBy(() -> found.get(0).attestation())
          .isInstanceOf(MalformedContentException.class)
          .hasMessage(
              "Layer %s: expected the annotation %s but there is none"
                  .formatted(none.digest(), SIGNATURE_KEY));
    }
  }

  @Test
  void aLayerOfAnotherTypeIsNotFetched() throws IOException {
    try (var store = new CosignStore()) {
      store.put(".sig", store.layer("text/plain", "hello", SIGNED));

      Candidate found = store.list(AttestationQuery.ALL).get(0);

      assertThatThrownBy(found::attestation)
          .isInstanceOf(MalformedContentException.class)
          .hasMessageEndingWith(
              "expected a simple signing payload or an envelope but was text/plain");
      assertThat(store.registry.count(Route.GET_BLOB)).isZero();
    }
  }

  @Test
  void aLayerThatIsTooLargeIsNotFetched() throws IOException {
    try (var store = new CosignStore()) {
      var digest = Digest.sha256(ByteString.EMPTY);
      store.put(
          ".sig",
          Descriptor.of(SignedLayer.SIMPLE_SIGNING, digest, 1L << 40).withAnnotations(SIGNED));

      Candidate found = store.list(AttestationQuery.ALL).get(0);

      assertThatThrownBy(found::attestation)
          .isInstanceOf(LimitExceededException.class)
          .hasMessageContaining("is longer than 134217728 bytes");
      assertThat(store.registry.count(Route.GET_BLOB)).isZero();
    }
  }

  @Test
  void aLayerThatIsGoneIsNoMalformedOne() throws IOException {
    try (var store = new CosignStore()) {
      Descriptor gone = signature(store, "gone");
      store.put(".sig", gone);
      store.stored.deleteBlob(gone.digest());

      Candidate found = store.list(AttestationQuery.ALL).get(0);

      assertThatThrownBy(found::attestation).isInstanceOf(NotFoundException.class);
    }
  }

  @Test
  void tagsWithAnotherPrefixAreOthers() throws IOException {
    try (var store = new CosignStore()) {
      store.put(".sig", signature(store, "a"));
      var tags = CosignTags.in(store.repository);

      assertThat(tags.withPrefix("pre-").list(store.image.digest(), AttestationQuery.ALL))
          .isEmpty();
      assertThat(tags.list(store.image.digest(), AttestationQuery.ALL)).hasSize(1);
      assertThatIllegalArgumentException().isThrownBy(() -> tags.withPrefix("a/b"));
      assertThatIllegalArgumentException().isThrownBy(() -> tags.withPrefix("x".repeat(53)));
      tags.withPrefix("x".repeat(52));
    }
  }

  @Test
  void aDigestThatFitsNoTagHasNone() throws IOException {
    try (var store = new CosignStore()) {
      var sha512 = Digest.sha512(ByteString.EMPTY);

      assertThat(CosignTags.in(store.repository).list(sha512, AttestationQuery.ALL)).isEmpty();
      assertThat(store.registry.requests()).isEmpty();
    }
  }

  private static Descriptor signature(CosignStore store, String payload) {
    return store.layer(SignedLayer.SIMPLE_SIGNING, payload, SIGNED);
  }

  private static Descriptor attestation(CosignStore store, String predicateType, boolean labelled) {
    var statement =
        Statement.of(
            List.of(ResourceDescriptor.of(store.image.digest())),
            predicateType,
            ByteString.encodeUtf8("{}"));
    var envelope =
        new Envelope(
            Envelope.IN_TOTO,
            statement.bytes(),
            List.of(Envelope.Signature.of(ByteString.encodeUtf8("sig"))));
    var empty = Annotations.of(SIGNATURE_KEY, "");
    return store.layer(
        SignedLayer.ENVELOPE,
        envelope.toJson().utf8(),
        labelled ? empty.with("predicateType", predicateType) : empty);
  }

  private static List<String> payloads(List<Candidate> candidates) throws IOException {
    List<String> payloads = new ArrayList<>();
    for (Candidate candidate : candidates) {
      Attestation attestation = candidate.attestation();
      payloads.add(
          attestation.content() instanceof SimpleSigning signing
              ? signing.payload().utf8()
              : attestation.content() instanceof Artifact ? "artefact" : "envelope");
    }
    return payloads;
  }
}
