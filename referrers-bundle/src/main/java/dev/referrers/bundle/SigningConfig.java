package dev.referrers.bundle;

import dev.referrers.bundle.internal.trust.Validity;
import dev.referrers.error.MalformedContentException;
import dev.referrers.error.SigningServiceException;
import java.net.URI;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import okio.ByteString;

/**
 * Which services to sign with: certificate authorities, transparency logs and timestamp
 * authorities, each with the time in which it is to be used. Where several operators offer one, the
 * config says how many of them to use; of one operator it is always the service that began last.
 * Immutable.
 *
 * <p>Of the interfaces that services speak, we know Fulcio's (version 1), Rekor's versions 1 and 2,
 * and RFC 3161; services of other versions are passed over. Logs of Rekor v1 are used only where
 * there is none of Rekor v2, as cosign does.
 *
 * @see <a
 *     href="https://github.com/sigstore/protobuf-specs/blob/v0.5.0/protos/sigstore_trustroot.proto">
 *     sigstore_trustroot.proto, SigningConfig</a>
 */
public final class SigningConfig {

  private static final long FULCIO_VERSION = 1;
  private static final long TIMESTAMP_VERSION = 1;
  private static final long REKOR_V1 = 1;
  private static final long REKOR_V2 = 2;

  /** How many operators' services to use. */
  enum Selector {
    ANY,
    EXACT,
    ALL
  }

  record Service(URI url, long version, String operator, Validity validity) {

    boolean isRekorV1() {
      return version == REKOR_V1;
    }
  }

  /**
   * Services of one kind.
   *
   * @param count of {@link Selector#EXACT}
   */
  record Services(List<Service> services, Selector selector, long count) {

    Services {
      services = List.copyOf(services);
    }

    /**
     * At least one.
     *
     * @param versions of which the first that has any counts
     */
    private List<Service> choose(String what, List<Long> versions, Instant now)
        throws SigningServiceException {
      for (long version : versions) {
        var newest = newestByOperator(version, now);
        if (!newest.isEmpty()) {
          return select(what, newest);
        }
      }
      throw missing(what, "one that is valid at %s but there is none".formatted(now));
    }

    private List<Service> newestByOperator(long version, Instant now) {
      var byOperator = new LinkedHashMap<String, Service>();
      services.stream()
          .filter(each -> each.version == version && each.validity.contains(now))
          .sorted(Comparator.comparing(Services::start).reversed())
          .forEach(each -> byOperator.putIfAbsent(each.operator, each));
      return List.copyOf(byOperator.values());
    }

    private List<Service> select(String what, List<Service> found) throws SigningServiceException {
      return switch (selector) {
        case ALL -> found;
        case ANY -> found.subList(0, 1);
        case EXACT -> exactly(what, found);
      };
    }

    private List<Service> exactly(String what, List<Service> found) throws SigningServiceException {
      if (found.size() < count) {
        throw missing(
            what, "%d of different operators but found %d".formatted(count, found.size()));
      }
      return found.subList(0, Math.toIntExact(count));
    }

    @Override
    public String toString() {
      return services.stream().map(each -> ServiceUrl.shown(each.url)).toList().toString();
    }

    private static Instant start(Service service) {
      Instant start = service.validity.start();
      return start == null ? Instant.MIN : start;
    }
  }

  private final Services certificateAuthorities;
  private final Services logs;
  private final Services timestampAuthorities;

  SigningConfig(Services certificateAuthorities, Services logs, Services timestampAuthorities) {
    this.certificateAuthorities = certificateAuthorities;
    this.logs = logs;
    this.timestampAuthorities = timestampAuthorities;
  }

  /**
   * Reads a {@code signing_config.json} of version 0.2, as TUF repositories have it and {@code
   * cosign signing-config create} writes it. What is in it is for the caller to trust: identity
   * tokens go to its certificate authority.
   *
   * @throws MalformedContentException also for a service whose URL is neither https nor http to
   *     this machine
   */
  public static SigningConfig parse(ByteString json) throws MalformedContentException {
    return SigningConfigReader.read(json);
  }

  /**
   * One service of each kind.
   *
   * @param fulcio base URL of a certificate authority
   * @param rekor base URL of a transparency log, Rekor v2
   * @param timestampAuthority the URL that takes RFC 3161 requests
   * @throws IllegalArgumentException when one is neither https nor http to this machine
   */
  public static SigningConfig of(String fulcio, String rekor, String timestampAuthority) {
    return new SigningConfig(
        always(fulcio, FULCIO_VERSION),
        always(rekor, REKOR_V2),
        always(timestampAuthority, TIMESTAMP_VERSION));
  }

  private static Services always(String url, long version) {
    var service =
        new Service(ServiceUrl.parse(url), version, "", new Validity(Instant.EPOCH, null));
    return new Services(List.of(service), Selector.ALL, 0);
  }

  URI certificateAuthority(Instant now) throws SigningServiceException {
    return new Services(certificateAuthorities.services, Selector.ANY, 0)
        .choose("Certificate authority", List.of(FULCIO_VERSION), now)
        .get(0)
        .url();
  }

  /** At least one; all of the same version. */
  List<Service> logs(Instant now) throws SigningServiceException {
    return logs.choose("Transparency log", List.of(REKOR_V2, REKOR_V1), now);
  }

  /** At least one, unless the config names none and its logs tell the time, as Rekor v1 does. */
  List<URI> timestampAuthorities(Instant now) throws SigningServiceException {
    if (timestampAuthorities.services.isEmpty() && logs(now).get(0).isRekorV1()) {
      return List.of();
    }
    return timestampAuthorities
        .choose("Timestamp authority", List.of(TIMESTAMP_VERSION), now)
        .stream()
        .map(Service::url)
        .toList();
  }

  /** Where the services are, for messages. */
  @Override
  public String toString() {
    return "signing config of certificate authorities %s, logs %s and timestamp authorities %s"
        .formatted(certificateAuthorities, logs, timestampAuthorities);
  }

  private static SigningServiceException missing(String what, String problem) {
    return new SigningServiceException(what, "of the signing config", "expected " + problem, null);
  }
}
