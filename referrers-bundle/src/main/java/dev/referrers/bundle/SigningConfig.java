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
 * <p>Of the interfaces that services speak, we know Fulcio's (version 1), Rekor's version 2 and RFC
 * 3161; services of other versions are passed over.
 *
 * @see <a
 *     href="https://github.com/sigstore/protobuf-specs/blob/v0.5.0/protos/sigstore_trustroot.proto">
 *     sigstore_trustroot.proto, SigningConfig</a>
 */
public final class SigningConfig {

  private static final int FULCIO_VERSION = 1;
  private static final int REKOR_VERSION = 2;
  private static final int TIMESTAMP_VERSION = 1;

  /** How many operators' services to use. */
  enum Selector {
    ANY,
    EXACT,
    ALL
  }

  record Service(URI url, long version, String operator, Validity validity) {}

  /**
   * Services of one kind.
   *
   * @param count of {@link Selector#EXACT}
   */
  record Services(List<Service> services, Selector selector, long count) {

    Services {
      services = List.copyOf(services);
    }

    private List<URI> choose(String what, int version, Instant now) throws SigningServiceException {
      var byOperator = new LinkedHashMap<String, Service>();
      services.stream()
          .filter(each -> each.version == version && each.validity.contains(now))
          .sorted(Comparator.comparing(Services::start).reversed())
          .forEach(each -> byOperator.putIfAbsent(each.operator, each));
      var urls = byOperator.values().stream().map(Service::url).toList();
      return switch (selector) {
        case ALL -> urls;
        case ANY -> urls.subList(0, Math.min(1, urls.size()));
        case EXACT -> exactly(what, urls);
      };
    }

    private List<URI> exactly(String what, List<URI> urls) throws SigningServiceException {
      if (urls.size() < count) {
        throw missing(what, "%d of different operators but found %d".formatted(count, urls.size()));
      }
      return urls.subList(0, Math.toIntExact(count));
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
        always(rekor, REKOR_VERSION),
        always(timestampAuthority, TIMESTAMP_VERSION));
  }

  private static Services always(String url, int version) {
    var service =
        new Service(ServiceUrl.parse(url), version, "", new Validity(Instant.EPOCH, null));
    return new Services(List.of(service), Selector.ALL, 0);
  }

  URI certificateAuthority(Instant now) throws SigningServiceException {
    return required(
            "Certificate authority",
            new Services(certificateAuthorities.services, Selector.ANY, 0),
            FULCIO_VERSION,
            now)
        .get(0);
  }

  /** At least one. */
  List<URI> logs(Instant now) throws SigningServiceException {
    return required("Rekor v2 log", logs, REKOR_VERSION, now);
  }

  /** At least one, for logs of Rekor v2 give no time. */
  List<URI> timestampAuthorities(Instant now) throws SigningServiceException {
    return required("Timestamp authority", timestampAuthorities, TIMESTAMP_VERSION, now);
  }

  private static List<URI> required(String what, Services services, int version, Instant now)
      throws SigningServiceException {
    var urls = services.choose(what, version, now);
    if (urls.isEmpty()) {
      throw missing(what, "one that is valid at %s but there is none".formatted(now));
    }
    return urls;
  }

  private static SigningServiceException missing(String what, String problem) {
    return new SigningServiceException(what, "of the signing config", "expected " + problem, null);
  }
}
