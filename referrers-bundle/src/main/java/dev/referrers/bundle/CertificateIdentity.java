package dev.referrers.bundle;

import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whose certificates are accepted: a subject alternative name (a URI, an e-mail address or a Fulcio
 * username) and the issuer of the token that Fulcio took for it. Both are asked for, each exactly
 * or by a pattern that matches the whole of it, unless the caller says that certificates name no
 * issuer. Immutable.
 */
public final class CertificateIdentity {

  private record Condition(String text, Predicate<String> test) {

    static Condition exactly(String text) {
      requireText(text);
      return new Condition(text, text::equals);
    }

    static Condition matching(Pattern pattern) {
      requireText(pattern.pattern());
      return new Condition("/" + pattern + "/", pattern.asMatchPredicate());
    }

    private static void requireText(String text) {
      if (text.isBlank()) {
        throw new IllegalArgumentException("Certificate identity needs a name and an issuer");
      }
    }
  }

  private final Condition subjectAlternativeName;
  private final @Nullable Condition issuer;

  private CertificateIdentity(Condition subjectAlternativeName, @Nullable Condition issuer) {
    this.subjectAlternativeName = subjectAlternativeName;
    this.issuer = issuer;
  }

  /**
   * Both exactly.
   *
   * @throws IllegalArgumentException when one is blank
   */
  public static CertificateIdentity of(String subjectAlternativeName, String issuer) {
    return new CertificateIdentity(
        Condition.exactly(subjectAlternativeName), Condition.exactly(issuer));
  }

  /**
   * The name by a pattern, the issuer exactly.
   *
   * @throws IllegalArgumentException when one is blank
   */
  public static CertificateIdentity of(Pattern subjectAlternativeName, String issuer) {
    return new CertificateIdentity(
        Condition.matching(subjectAlternativeName), Condition.exactly(issuer));
  }

  /**
   * The name exactly, the issuer by a pattern.
   *
   * @throws IllegalArgumentException when one is blank
   */
  public static CertificateIdentity of(String subjectAlternativeName, Pattern issuer) {
    return new CertificateIdentity(
        Condition.exactly(subjectAlternativeName), Condition.matching(issuer));
  }

  /**
   * Both by patterns.
   *
   * @throws IllegalArgumentException when one is blank
   */
  public static CertificateIdentity of(Pattern subjectAlternativeName, Pattern issuer) {
    return new CertificateIdentity(
        Condition.matching(subjectAlternativeName), Condition.matching(issuer));
  }

  /**
   * The name exactly, in certificates that name no issuer, as those of a certificate authority that
   * is not Fulcio. One that names any is another's.
   *
   * @throws IllegalArgumentException when it is blank
   */
  public static CertificateIdentity withoutIssuer(String subjectAlternativeName) {
    return new CertificateIdentity(Condition.exactly(subjectAlternativeName), null);
  }

  /**
   * The name by a pattern, in certificates as {@link #withoutIssuer(String)} takes them.
   *
   * @throws IllegalArgumentException when it is blank
   */
  public static CertificateIdentity withoutIssuer(Pattern subjectAlternativeName) {
    return new CertificateIdentity(Condition.matching(subjectAlternativeName), null);
  }

  boolean matches(String name, @Nullable String issuedFor) {
    boolean byIssuer =
        issuer == null ? issuedFor == null : issuedFor != null && issuer.test.test(issuedFor);
    return byIssuer && subjectAlternativeName.test.test(name);
  }

  @Override
  public String toString() {
    return subjectAlternativeName.text + (issuer == null ? " of no issuer" : " of " + issuer.text);
  }
}
