package dev.referrers.cosign;

import dev.referrers.TagEncoding;
import dev.referrers.attestation.Artifact;
import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.AttestationVerifier;
import dev.referrers.attestation.Content;
import dev.referrers.attestation.Envelope;
import dev.referrers.attestation.SimpleSigning;
import dev.referrers.attestation.Statement;
import dev.referrers.error.MalformedContentException;
import dev.referrers.error.NotFoundException;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Blob;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.util.List;
import okio.BufferedSource;
import okio.ByteString;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/**
 * How cosign 1 and 2 store attestations: under the subject's tags {@code sha256-….sig}, {@code
 * .att} and {@code .sbom}. Immutable and thread-safe.
 *
 * @see CosignPublisher
 */
public final class CosignEncoding implements TagEncoding {

  private static final String SBOM = "sbom";

  private final CosignTag tags;
  private final @Nullable AttestationVerifier own;

  private CosignEncoding(CosignTag tags, @Nullable AttestationVerifier own) {
    this.tags = tags;
    this.own = own;
  }

  /** Tags without a prefix. */
  public static CosignEncoding standard() {
    return new CosignEncoding(new CosignTag(""), null);
  }

  /**
   * The same with tags that begin so, as with {@code --attachment-tag-prefix}.
   *
   * @throws IllegalArgumentException when no tag can begin so, or it is too long
   */
  public CosignEncoding withPrefix(String prefix) {
    return new CosignEncoding(new CosignTag(prefix), own);
  }

  /**
   * The same, that takes for identical too what is signed anew by the caller's own key: what says
   * the same and holds by this verifier, as cosign does. Without, an ECDSA signature by a key is
   * never identical to another one, for nothing stored says whose it is.
   */
  public CosignEncoding withOwnVerifier(AttestationVerifier own) {
    return new CosignEncoding(tags, own);
  }

  @Override
  public String layout() {
    return CosignTags.LAYOUT;
  }

  @Override
  public Encoded encode(Descriptor subject, Attestation attestation) {
    Content content = attestation.content();
    if (content instanceof SimpleSigning signed) {
      Said.requireAbout(subject.digest(), signed);
      var layer = LayerWriter.signature(attestation, signed);
      return encoded(
          subject, attestation, CosignTag.SIGNATURES, layer, layer.descriptor().mediaType());
    }
    if (content instanceof Envelope envelope) {
      String predicateType = Said.predicateType(subject.digest(), envelope);
      var layer = LayerWriter.attestation(attestation, envelope, predicateType);
      return encoded(subject, attestation, CosignTag.ATTESTATIONS, layer, predicateType);
    }
    if (content instanceof Artifact artifact) {
      var layer = SbomLayer.write(attestation, artifact);
      return encoded(subject, attestation, CosignTag.SBOMS, layer, SBOM);
    }
    throw new IllegalArgumentException(
        "Cosign's tags hold no " + content.getClass().getSimpleName());
  }

  private Encoded encoded(
      Descriptor subject, Attestation attestation, String suffix, Blob layer, String kind) {
    if (layer.descriptor().size() > CosignTags.MAX_BYTES) {
      throw new IllegalArgumentException(
          "Layer under cosign's tags has room for %d bytes but there are %d"
              .formatted(CosignTags.MAX_BYTES, layer.descriptor().size()));
    }
    String tag = tags.of(subject.digest(), suffix);
    return new Encoded(attestation, tag, CosignTag.mostLayers(tag), layer, kind);
  }

  @Override
  public Blob config(List<Descriptor> layers) {
    return CosignConfig.of(layers);
  }

  @Override
  public boolean mayBe(String kind, Descriptor layer) {
    if (kind.equals(SBOM)) {
      return true;
    }
    if (kind.equals(SignedLayer.SIMPLE_SIGNING)) {
      return layer.mediaType().equals(kind);
    }
    String told = layer.annotations().get(LayerAnnotations.PREDICATE_TYPE);
    return layer.mediaType().equals(SignedLayer.ENVELOPE) && (told == null || told.equals(kind));
  }

  @Override
  public @Nullable String kind(Descriptor layer, Repository repository) throws IOException {
    if (!layer.mediaType().equals(SignedLayer.ENVELOPE)) {
      return layer.mediaType().equals(SignedLayer.SIMPLE_SIGNING) ? layer.mediaType() : SBOM;
    }
    Attestation stored = read(layer, null, repository);
    try {
      return stored != null && stored.content() instanceof Envelope envelope
          ? Statement.parse(envelope.payload()).predicateType()
          : null;
    } catch (MalformedContentException e) {
      return null;
    }
  }

  @Override
  public boolean isIdentical(
      Encoded wanted, Descriptor layer, Descriptor subject, Repository repository)
      throws IOException {
    Descriptor mine = wanted.layer().descriptor();
    boolean sameBlob = mine.sameContent(layer) && mine.mediaType().equals(layer.mediaType());
    if (wanted.kind().equals(SBOM)) {
      return sameBlob;
    }
    if (!sameBlob && wanted.kind().equals(SignedLayer.SIMPLE_SIGNING)) {
      return false;
    }
    Attestation stored = read(layer, sameBlob ? wanted.layer() : null, repository);
    if (stored == null || !Said.isAsMuch(stored, wanted.attestation())) {
      return false;
    }
    return Said.by(stored).equals(Said.by(wanted.attestation()))
        || (own != null && Said.holds(stored, subject.digest(), wanted.kind(), own));
  }

  /**
   * What a layer holds.
   *
   * @param known its blob, where that is at hand
   * @return null when it is none of ours, or can't be read as such
   */
  private static @Nullable Attestation read(
      Descriptor layer, @Nullable Blob known, Repository repository) throws IOException {
    if (layer.size() > CosignTags.MAX_BYTES) {
      return null;
    }
    try (BufferedSource source =
        known == null ? repository.openBlob(layer) : Okio.buffer(known.open())) {
      ByteString blob = source.readByteString();
      return SignedLayer.read(layer, blob);
    } catch (MalformedContentException | NotFoundException e) {
      return null;
    }
  }
}
