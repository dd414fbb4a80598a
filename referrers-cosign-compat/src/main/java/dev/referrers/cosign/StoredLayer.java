package dev.referrers.cosign;

import dev.referrers.AttestationQuery;
import dev.referrers.AttestationQuery.Kind;
import dev.referrers.Candidate;
import dev.referrers.Source;
import dev.referrers.attestation.Attestation;
import dev.referrers.error.LimitExceededException;
import dev.referrers.error.MalformedContentException;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.List;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/** A layer under one of cosign's tags. */
final class StoredLayer implements Candidate {

  static final String LAYOUT = "cosign";

  private final Repository repository;
  private final ImageManifest manifest;
  private final Descriptor layer;
  private @Nullable Attestation attestation;
  private @Nullable IOException unreadable;

  StoredLayer(Repository repository, ImageManifest manifest, Descriptor layer) {
    this.repository = repository;
    this.manifest = manifest;
    this.layer = layer;
  }

  @Override
  public Descriptor descriptor() {
    return manifest.descriptor();
  }

  @Override
  public List<Source> origins() {
    return List.of(Source.COSIGN_TAG);
  }

  @Override
  public String layout() {
    return LAYOUT;
  }

  /** Whether it is looked for; what can't be read is, so that whoever asks for it is told. */
  boolean mayBe(AttestationQuery query) {
    boolean anyPredicate = query.predicateType() == null;
    if (layer.mediaType().equals(SignedLayer.SIMPLE_SIGNING)) {
      return anyPredicate && query.kind() != Kind.ATTESTATION;
    }
    String told = layer.annotations().get(LayerAnnotations.PREDICATE_TYPE);
    if (told != null && !query.checked()) {
      return query.keeps(told);
    }
    if (anyPredicate && query.kind() == Kind.ANY) {
      return true;
    }
    try {
      return query.keeps(attestation().content());
    } catch (InterruptedIOException e) {
      throw new UncheckedIOException(e);
    } catch (IOException e) {
      return true;
    }
  }

  @Override
  public synchronized Attestation attestation() throws IOException {
    if (unreadable != null) {
      throw unreadable;
    }
    Attestation known = attestation;
    if (known == null) {
      try {
        known = load();
      } catch (MalformedContentException | LimitExceededException e) {
        unreadable = e; // what is stored under a digest does not change
        throw e;
      }
      attestation = known;
    }
    return known;
  }

  private Attestation load() throws IOException {
    SignedLayer.requireKnown(layer);
    if (layer.size() > CosignTags.MAX_BYTES) {
      throw new LimitExceededException(
          SignedLayer.name(layer), CosignTags.MAX_BYTES, "bytes", "CosignTags.MAX_BYTES");
    }
    try (BufferedSource source = repository.openBlob(layer)) {
      return SignedLayer.read(layer, source.readByteString());
    }
  }
}
