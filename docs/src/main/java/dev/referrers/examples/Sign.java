package dev.referrers.examples;

import dev.referrers.attestation.ImageSignature;
import java.io.IOException;
import java.util.Map;

/** Signs an image as cosign 3 does, as cosign 2 does, or both with one key. */
final class Sign implements Program {

  @Override
  public String usage() {
    return "REF " + Signing.USAGE + " [--annotation k=v]...";
  }

  @Override
  public Map<String, Boolean> options() {
    return Signing.options(Map.of("--annotation", true));
  }

  @Override
  public int run(Arguments arguments, Terminal terminal) throws IOException {
    Map<String, String> claims = arguments.pairs("--annotation");
    return Signing.run(
        arguments,
        terminal,
        (signer, subject, images) -> {
          var signature = ImageSignature.sign(signer, subject.digest(), images.location(), claims);
          return new Signing.Forms(signature.statement(), signature.simpleSigning());
        });
  }
}
