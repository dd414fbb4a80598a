package dev.referrers.examples;

import dev.referrers.Verification;
import dev.referrers.VerificationReport;
import dev.referrers.VerificationReport.Failed;
import dev.referrers.VerificationReport.Judged;
import dev.referrers.VerificationReport.Result;
import dev.referrers.attestation.AttestationVerifier;
import dev.referrers.attestation.Expectation;
import dev.referrers.attestation.Subject;
import dev.referrers.attestation.Verdict;
import dev.referrers.bundle.CertificateIdentity;
import dev.referrers.bundle.SigstoreVerifier;
import dev.referrers.bundle.TrustedRoot;
import dev.referrers.bundle.VerificationPolicy;
import dev.referrers.key.KeyVerifier;
import dev.referrers.key.PublicKeys;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Verifies the signatures of an image, or its attestations of one type. */
final class Verify implements Program {

  private static final VerificationPolicy LOGGED_KEY = VerificationPolicy.DEFAULT.withScts(0);

  @Override
  public String usage() {
    return "REF (--key PUB [--require-tlog --trusted-root FILE]"
        + " | --trusted-root FILE --identity I --issuer O) [--type TYPE] [--annotation k=v]..."
        + " [--attestation-repository REPO]";
  }

  @Override
  public Map<String, Boolean> options() {
    return Map.of(
        "--key", true,
        "--require-tlog", false,
        "--trusted-root", true,
        "--identity", true,
        "--issuer", true,
        "--type", true,
        "--annotation", true,
        "--attestation-repository", true);
  }

  @Override
  public int run(Arguments arguments, Terminal terminal) throws IOException {
    String ref = arguments.words(1, 1).get(0);
    Expectation expected = expected(arguments);
    AttestationVerifier verifier = verifier(arguments);
    Site site = Site.of(ref, arguments, terminal);
    Descriptor image = site.resolve();
    Subject subject = new Subject(image.digest(), site.repository().fetch(image).bytes());
    VerificationReport report =
        Verification.of(Layouts.signed(site.attestations(arguments, terminal)), verifier)
            .verify(subject, expected);
    for (Result result : report.results()) {
      terminal.line(line(result));
    }
    if (report.results().isEmpty()) {
      String sought =
          arguments.has("--type") ? "attestation of type " + expected.predicateType() : "signature";
      terminal.err().println("no " + sought + " is attached to " + image.digest());
    }
    return report.holds() ? SUCCESS : NEGATIVE;
  }

  private static Expectation expected(Arguments arguments) {
    @Nullable String type = arguments.value("--type");
    Expectation expected = type == null ? Expectation.SIGNATURE : Expectation.attestation(type);
    return expected.withClaims(arguments.pairs("--annotation"));
  }

  private static AttestationVerifier verifier(Arguments arguments) throws IOException {
    @Nullable String key = arguments.value("--key");
    if (key == null) {
      if (!arguments.has("--identity") && !arguments.has("--issuer")) {
        throw new IllegalArgumentException("needs --key, or --identity and --issuer");
      }
      return SigstoreVerifier.of(
          trustedRoot(arguments),
          CertificateIdentity.of(arguments.required("--identity"), arguments.required("--issuer")));
    }
    if (arguments.has("--identity") || arguments.has("--issuer")) {
      throw new IllegalArgumentException("takes --key or an identity, not both");
    }
    var publicKey = FileArguments.publicKey(key);
    if (arguments.has("--require-tlog")) {
      return SigstoreVerifier.of(trustedRoot(arguments), publicKey).withPolicy(LOGGED_KEY);
    }
    return arguments.has("--trusted-root")
        ? SigstoreVerifier.of(trustedRoot(arguments), publicKey)
            .withPolicy(new VerificationPolicy(0, 0, 0, 0))
        : KeyVerifier.of(publicKey);
  }

  private static TrustedRoot trustedRoot(Arguments arguments) throws IOException {
    return TrustedRoot.parse(FileArguments.bytes(arguments.required("--trusted-root")));
  }

  private static Map<String, @Nullable Object> line(Result result) {
    Map<String, @Nullable Object> line = new LinkedHashMap<>();
    Digest manifest = result.candidate().descriptor().digest();
    Digest entry = result.candidate().entry().digest();
    line.put("digest", manifest);
    line.put("verified", false);
    if (result instanceof Failed failed) {
      line.put("reason", "unavailable");
      line.put("message", failed.failure().getMessage());
    } else if (result instanceof Judged judged) {
      line.putAll(told(judged.verdict()));
    }
    line.put("layout", result.candidate().layout());
    if (!entry.equals(manifest)) {
      line.put("layer", entry);
    }
    return line;
  }

  static Map<String, @Nullable Object> told(Verdict verdict) {
    Map<String, @Nullable Object> told = new LinkedHashMap<>();
    if (verdict instanceof Verdict.Rejected rejected) {
      told.put("verified", false);
      told.put("reason", rejected.reason().name().toLowerCase(Locale.ROOT));
      told.put("message", rejected.message());
    } else if (verdict instanceof Verdict.Verified verified) {
      var statement = verified.statement();
      told.put("verified", true);
      told.put("reason", null);
      told.put("predicateType", statement == null ? null : statement.predicateType());
      told.put("by", by(verified.signatory()));
      told.put("times", verified.times());
    }
    return told;
  }

  private static String by(Verdict.Signatory signatory) {
    return signatory instanceof Verdict.Signatory.Identity identity
        ? identity.subjectAlternativeName() + " of " + identity.issuer()
        : "key " + PublicKeys.hint(((Verdict.Signatory.Key) signatory).key());
  }
}
