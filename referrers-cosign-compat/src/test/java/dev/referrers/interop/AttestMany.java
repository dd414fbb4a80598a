package dev.referrers.interop;

import dev.referrers.AttestationPublisher;
import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.Envelope;
import dev.referrers.attestation.PredicateTypes;
import dev.referrers.attestation.ResourceDescriptor;
import dev.referrers.attestation.Statement;
import dev.referrers.cosign.CosignPublisher;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Repository;
import java.time.Duration;
import java.util.List;
import okio.ByteString;

/** {@link PublishMany} with attestations under cosign's {@code .att} tag. */
final class AttestMany implements PublishMany.Layout {

  public static void main(String[] arguments) throws Exception {
    PublishMany.run(arguments, new AttestMany());
  }

  @Override
  public AttestationPublisher publisher(Repository repository, Duration settle) {
    return CosignPublisher.into(repository).settle(settle).build();
  }

  /** Signed by nobody: what matters is whether it stays. */
  @Override
  public Attestation attestation(Descriptor subject, String words) {
    Statement statement =
        Statement.of(
            List.of(ResourceDescriptor.of(subject.digest())),
            PredicateTypes.COSIGN_CUSTOM,
            ByteString.encodeUtf8("{\"Data\":\"" + words + "\"}"));
    var signature = Envelope.Signature.of(ByteString.encodeUtf8("none"));
    return Attestation.of(new Envelope(Envelope.IN_TOTO, statement.bytes(), List.of(signature)));
  }
}
