package dev.referrers.bundle;

import dev.referrers.bundle.SigningConfig.Selector;
import dev.referrers.bundle.SigningConfig.Service;
import dev.referrers.bundle.SigningConfig.Services;
import dev.referrers.bundle.internal.json.ProtoObject;
import dev.referrers.bundle.internal.trust.TrustedRootJson;
import dev.referrers.bundle.internal.trust.Validity;
import dev.referrers.error.MalformedContentException;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** Reads signing configs. */
final class SigningConfigReader {

  private static final String MEDIA_TYPE = "application/vnd.dev.sigstore.signingconfig.v0.2+json";
  private static final int MAX_SERVICES = 100;

  private record Choice(Selector selector, long count) {}

  private static final Choice ANY = new Choice(Selector.ANY, 0);

  private SigningConfigReader() {}

  static SigningConfig read(ByteString json) throws MalformedContentException {
    return ProtoObject.read("Signing config", json, SigningConfigReader::config);
  }

  private static SigningConfig config(ProtoObject object) throws IOException {
    String mediaType = "";
    List<Service> authorities = List.of();
    List<Service> logs = List.of();
    List<Service> timestampAuthorities = List.of();
    @Nullable Choice logChoice = null;
    @Nullable Choice timestampChoice = null;
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      switch (name) {
        case "mediaType" -> mediaType = object.string();
        case "caUrls" -> authorities = services(object);
        case "rekorTlogUrls" -> logs = services(object);
        case "rekorTlogConfig" -> logChoice = object.message(SigningConfigReader::choice);
        case "tsaUrls" -> timestampAuthorities = services(object);
        case "tsaConfig" -> timestampChoice = object.message(SigningConfigReader::choice);
        default -> object.skip();
      }
    }
    if (!MEDIA_TYPE.equals(mediaType)) {
      throw object.malformed(
          "mediaType", "expected a signing config of version 0.2 but was " + mediaType);
    }
    return new SigningConfig(
        services(authorities, null),
        services(logs, logChoice),
        services(timestampAuthorities, timestampChoice));
  }

  private static Services services(List<Service> services, @Nullable Choice choice) {
    var chosen = choice == null ? ANY : choice;
    return new Services(services, chosen.selector, chosen.count);
  }

  private static List<Service> services(ProtoObject object) throws IOException {
    return object.messages(MAX_SERVICES, SigningConfigReader::service);
  }

  private static Service service(ProtoObject object) throws IOException {
    String url = "";
    long version = 0;
    String operator = "";
    @Nullable Validity validity = null;
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      switch (name) {
        case "url" -> url = object.string();
        case "majorApiVersion" -> version = object.notNegative();
        case "operator" -> operator = object.string();
        case "validFor" -> validity = object.message(TrustedRootJson::validity);
        default -> object.skip();
      }
    }
    return new Service(url(object, url), version, operator, object.required("validFor", validity));
  }

  private static URI url(ProtoObject object, String text) throws MalformedContentException {
    try {
      return ServiceUrl.parse(text);
    } catch (IllegalArgumentException e) {
      throw object.malformed("url", String.valueOf(e.getMessage()));
    }
  }

  private static Choice choice(ProtoObject object) throws IOException {
    @Nullable Selector selector = null;
    long count = 0;
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      switch (name) {
        case "selector" -> selector = object.enumeration(SigningConfigReader::selector);
        case "count" -> count = object.notNegative();
        default -> object.skip();
      }
    }
    var required = object.required("selector", selector);
    if (required == Selector.EXACT && (count == 0 || count > MAX_SERVICES)) {
      throw object.malformed("count", "expected 1 to %d but was %d".formatted(MAX_SERVICES, count));
    }
    return new Choice(required, count);
  }

  private static Selector selector(String text) {
    return switch (text) {
      case "ALL", "1" -> Selector.ALL;
      case "ANY", "2" -> Selector.ANY;
      case "EXACT", "3" -> Selector.EXACT;
      default -> throw new IllegalArgumentException("expected ALL, ANY or EXACT but was " + text);
    };
  }
}
