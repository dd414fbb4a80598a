package dev.referrers.examples;

import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.PredicateTypes;
import dev.referrers.attestation.ResourceDescriptor;
import dev.referrers.attestation.Statement;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import okio.ByteString;

/** Signs a predicate about an image, which stays byte for byte as the file has it. */
final class Attest implements Program {

  @Override
  public String usage() {
    return "REF --predicate FILE --type TYPE " + Signing.USAGE;
  }

  @Override
  public Map<String, Boolean> options() {
    return Signing.options(Map.of("--predicate", true, "--type", true));
  }

  @Override
  public int run(Arguments arguments, Terminal terminal) throws IOException {
    String type = PredicateTypes.of(arguments.required("--type"));
    ByteString predicate = FileArguments.bytes(arguments.required("--predicate"));
    return Signing.run(
        arguments,
        terminal,
        (signer, subject, images) -> {
          var about = ResourceDescriptor.of(subject.digest()).withName(images.location());
          Attestation signed = Statement.of(List.of(about), type, predicate).sign(signer);
          return new Signing.Forms(signed, signed);
        });
  }
}
