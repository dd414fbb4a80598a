package dev.referrers.examples;

import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.Expectation;
import dev.referrers.attestation.Subject;
import dev.referrers.attestation.Verdict;
import dev.referrers.bundle.CertificateIdentity;
import dev.referrers.bundle.SigstoreBundle;
import dev.referrers.bundle.SigstoreVerifier;
import dev.referrers.bundle.TrustedRoot;
import dev.referrers.bundle.VerificationPolicy;
import dev.referrers.error.MalformedContentException;
import dev.referrers.oci.Digest;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Verifies a bundle in a file, by the protocol of sigstore-conformance. */
final class VerifyBundle implements Program {

  private static final String DIGEST = "sha256:[0-9a-f]{64}";

  @Override
  public String usage() {
    return "FILE_OR_DIGEST --bundle FILE --trusted-root FILE"
        + " (--certificate-identity I --certificate-oidc-issuer O | --key PUB)"
        + " [--tlog-entries N] [--observer-timestamps N] [--signed-timestamps N] [--scts N]";
  }

  @Override
  public Map<String, Boolean> options() {
    return Map.of(
        "--bundle", true,
        "--trusted-root", true,
        "--certificate-identity", true,
        "--certificate-oidc-issuer", true,
        "--key", true,
        "--tlog-entries", true,
        "--observer-timestamps", true,
        "--signed-timestamps", true,
        "--scts", true);
  }

  @Override
  public int run(Arguments arguments, Terminal terminal) throws IOException {
    Subject subject = subject(arguments.words(1, 1).get(0));
    SigstoreVerifier verifier = verifier(arguments).withPolicy(policy(arguments));
    Verdict verdict;
    try {
      Attestation attestation =
          SigstoreBundle.parse(FileArguments.bytes(arguments.required("--bundle")));
      verdict = verifier.verify(attestation, subject, Expectation.ANY);
    } catch (MalformedContentException e) {
      String message = String.valueOf(e.getMessage());
      verdict = new Verdict.Rejected(null, Verdict.Reason.MALFORMED, message);
    }
    Map<String, @Nullable Object> line = new LinkedHashMap<>();
    line.put("digest", subject.digest());
    line.putAll(Verify.told(verdict));
    terminal.line(line);
    return verdict instanceof Verdict.Verified ? SUCCESS : NEGATIVE;
  }

  private static Subject subject(String word) throws IOException {
    return word.matches(DIGEST)
        ? Subject.of(Digest.parse(word))
        : Subject.of(FileArguments.bytes(word));
  }

  private static SigstoreVerifier verifier(Arguments arguments) throws IOException {
    var root = TrustedRoot.parse(FileArguments.bytes(arguments.required("--trusted-root")));
    @Nullable String key = arguments.value("--key");
    if (key != null
        && (arguments.has("--certificate-identity")
            || arguments.has("--certificate-oidc-issuer"))) {
      throw new IllegalArgumentException("takes --key or an identity, not both");
    }
    return key == null
        ? SigstoreVerifier.of(
            root,
            CertificateIdentity.of(
                arguments.required("--certificate-identity"),
                arguments.required("--certificate-oidc-issuer")))
        : SigstoreVerifier.of(root, FileArguments.publicKey(key));
  }

  private static VerificationPolicy policy(Arguments arguments) {
    return new VerificationPolicy(
        arguments.number("--tlog-entries", 1),
        arguments.number("--observer-timestamps", 1),
        arguments.number("--signed-timestamps", 0),
        arguments.number("--scts", 1));
  }
}
