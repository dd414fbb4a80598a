package dev.referrers;

import dev.referrers.attestation.Attestation;
import dev.referrers.oci.Descriptor;
import java.io.IOException;
import okio.ByteString;

/**
 * What could not be read to tell what it holds; kept, so that nobody takes the rest for the whole.
 */
record Undecoded(String layout, Descriptor entry, IOException failure)
    implements StoredAttestation {

  @Override
  public Boolean told(AttestationQuery query) {
    return true;
  }

  @Override
  public Descriptor blob() throws IOException {
    throw failure;
  }

  @Override
  public Attestation read(ByteString blob) throws IOException {
    throw failure;
  }
}
