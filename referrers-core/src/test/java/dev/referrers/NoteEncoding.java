package dev.referrers;

import dev.referrers.attestation.Artifact;
import dev.referrers.attestation.Attestation;
import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.MediaTypes;
import dev.referrers.repository.Blob;
import dev.referrers.repository.Repository;
import java.util.List;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Notes under the tags {@code notes} and {@code one}; the first word is their kind, and the words
 * are all that counts.
 */
final class NoteEncoding implements TagEncoding {

  static final String TYPE = "application/x.note";
  static final String ONE = "application/x.one";

  static Attestation note(String words) {
    return note(TYPE, words);
  }

  static Attestation note(String type, String words) {
    Blob blob =
        Blob.of(type, ByteString.encodeUtf8(words)).withAnnotations(Annotations.of("words", words));
    return Attestation.of(Artifact.of(type, blob));
  }

  @Override
  public String layout() {
    return "notes";
  }

  @Override
  public Encoded encode(Descriptor subject, Attestation attestation) {
    if (!(attestation.content() instanceof Artifact artifact)) {
      throw new IllegalArgumentException("Note needs an artefact");
    }
    boolean one = artifact.artifactType().equals(ONE);
    Blob layer = artifact.files().get(0);
    return new Encoded(
        attestation, one ? "one" : "notes", one ? 1 : 500, layer, kindOf(layer.descriptor()));
  }

  @Override
  public Blob config(List<Descriptor> layers) {
    return Blob.of(MediaTypes.IMAGE_CONFIG, ByteString.encodeUtf8("{\"layers\":" + layers.size()));
  }

  @Override
  public boolean mayBe(String kind, Descriptor layer) {
    return layer.annotations().get("words") != null;
  }

  @Override
  public @Nullable String kind(Descriptor layer, Repository repository) {
    return kindOf(layer);
  }

  @Override
  public boolean isIdentical(
      Encoded wanted, Descriptor layer, Descriptor subject, Repository repository) {
    return words(wanted.layer().descriptor()).equals(words(layer));
  }

  private static String kindOf(Descriptor layer) {
    return words(layer).split(" ", 2)[0];
  }

  private static String words(Descriptor layer) {
    return String.valueOf(layer.annotations().get("words"));
  }
}
