package dev.referrers.internal.http;

import dev.referrers.error.ForeignHostException;
import dev.referrers.error.MalformedContentException;
import dev.referrers.error.RegistryException;
import dev.referrers.internal.net.Urls;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Finds the next page: {@code Link: <target>; rel="next"}, also where {@code rel} has no quotes or
 * no space before it (olareg, CUE's registry), or several links share a header.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8288#section-3">RFC 8288 section 3</a>
 */
final class LinkHeader {

  private static final String QUOTED = "\"(?:[^\"\\\\]|\\\\.)*+\"";
  private static final Pattern LINK =
      Pattern.compile("\\G[\\s,]*+<([^>]*+)>((?:[^,\"]|" + QUOTED + ")*+)");
  private static final Pattern REL =
      Pattern.compile(
          ";\\s*+rel\\s*+=\\s*+(?:\"([^\"]*+)\"|([^\\s;\"]++))", Pattern.CASE_INSENSITIVE);

  private LinkHeader() {}

  /**
   * The URL of the next page, which is of the same origin; null on the last page.
   *
   * @throws RegistryException when it leads to another origin, or is no URL
   */
  static @Nullable HttpUrl next(Answer answer) throws RegistryException {
    for (String header : answer.headers("Link")) {
      String target = next(header);
      if (target != null) {
        return checked(answer, target);
      }
    }
    return null;
  }

  /** The target of the first link whose relation is {@code next}, as it stands there. */
  static @Nullable String next(String header) {
    Matcher link = LINK.matcher(header);
    while (link.find()) {
      if (isNext(link.group(2))) {
        return link.group(1).strip();
      }
    }
    return null;
  }

  private static boolean isNext(String parameters) {
    Matcher rel = REL.matcher(parameters);
    if (!rel.find()) {
      return false;
    }
    String relations = rel.group(1) == null ? rel.group(2) : rel.group(1);
    return List.of(relations.strip().toLowerCase(Locale.ROOT).split("\\s+")).contains("next");
  }

  private static HttpUrl checked(Answer answer, String target) throws RegistryException {
    HttpUrl url = answer.url().resolve(target);
    if (url == null) {
      throw new MalformedContentException(
          "Link of " + Urls.place(answer.url()), "expected a URL", null, null);
    }
    if (!Urls.sameOrigin(answer.url(), url)) {
      throw new ForeignHostException(
          "Link",
          answer.origin(),
          Urls.origin(url),
          "a registry behind a proxy needs to know its outside address");
    }
    return url;
  }
}
