package dev.referrers.transport;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a registry departs from the rules that hold for all others.
 *
 * @param referrersStatus what a status of the referrers endpoint means, where that differs
 * @param believesOciSubject whether {@code OCI-Subject} alone shows that the referrers API works;
 *     otherwise a listing decides
 */
public record RegistryProfile(
    Map<Integer, ReferrersStatus> referrersStatus, boolean believesOciSubject) {

  /** Meaning of a status of the referrers endpoint. */
  public enum ReferrersStatus {
    /** There is no referrers API; may be remembered. */
    NO_API,
    /** Ask the referrers tag this time, and the API again the next. */
    NO_API_NOW,
    /** An error: whether there are referrers is not known. */
    FAILURE
  }

  /** No departures. */
  public static final RegistryProfile DEFAULT = new RegistryProfile(Map.of(), true);

  /** Acknowledges subjects without listing them (sigstore/sigstore-js#1183). */
  private static final RegistryProfile ECR = DEFAULT.withoutOciSubject();

  /** Answers 400 for a subject that it does not know (quay/quay#3071). */
  private static final RegistryProfile QUAY =
      DEFAULT.withReferrersStatus(400, ReferrersStatus.NO_API_NOW);

  private static final Pattern ECR_HOST =
      Pattern.compile("[0-9]+\\.dkr\\.ecr(?:-fips)?\\.[a-z0-9-]+\\.amazonaws\\.com(?:\\.cn)?");

  public RegistryProfile {
    referrersStatus = Collections.unmodifiableMap(new TreeMap<>(referrersStatus));
  }

  /**
   * What is known about the registry at this host.
   *
   * @param host as people write it, with its port if any
   */
  public static RegistryProfile of(String host) {
    if (ECR_HOST.matcher(host).matches()) {
      return ECR;
    }
    return host.equals("quay.io") ? QUAY : DEFAULT;
  }

  /** The meaning of the status where it departs from the rule; else null. */
  public @Nullable ReferrersStatus meaningOf(int status) {
    return referrersStatus.get(status);
  }

  public RegistryProfile withReferrersStatus(int status, ReferrersStatus meaning) {
    var changed = new TreeMap<>(referrersStatus);
    changed.put(status, meaning);
    return new RegistryProfile(changed, believesOciSubject);
  }

  /** {@code OCI-Subject} is not believed: a listing decides whether the API works. */
  public RegistryProfile withoutOciSubject() {
    return new RegistryProfile(referrersStatus, false);
  }
}
