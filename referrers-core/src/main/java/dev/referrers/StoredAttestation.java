package dev.referrers;

import dev.referrers.attestation.Attestation;
import dev.referrers.oci.Descriptor;
import java.io.IOException;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * One attestation in the form of a layout, not read yet: what a {@link Candidate} is made of.
 * Implementations are thread-safe, and remember nothing that is large.
 */
public interface StoredAttestation {

  /** The layout, in the words of {@link Publication#layout()}. */
  String layout();

  /**
   * What tells it from others: the layer with its annotations where the layout keeps several in one
   * manifest, else the manifest's descriptor.
   */
  Descriptor entry();

  /**
   * Whether it is looked for, {@link AttestationQuery#newest()} apart, as far as that is known
   * without reading it. A {@linkplain AttestationQuery#checked() checked} query believes no
   * annotations.
   *
   * @return null when only its content can tell
   */
  @Nullable Boolean told(AttestationQuery query);

  /**
   * The blob that has to be read; fetches the manifest where that is not at hand.
   *
   * @return null when it takes none
   * @throws dev.referrers.error.MalformedContentException when it is not what it is listed as
   * @throws dev.referrers.error.LimitExceededException when the blob is larger than is read
   */
  @Nullable Descriptor blob() throws IOException;

  /**
   * What the blob holds.
   *
   * @param blob its bytes, which are those of the descriptor; empty when it takes none
   */
  Attestation read(ByteString blob) throws IOException;
}
