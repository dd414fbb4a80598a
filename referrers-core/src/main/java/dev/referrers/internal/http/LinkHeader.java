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
      Pattern.compile("\\G[\\s,]*+<([^<>]*+)>((?:[^,\"]|" + QUOTED + ")*+)");
  private static final Pattern PARAMETER =
      Pattern.compile("\\G\\s*+;\\s*+([^\\s;=]++)\\s*+(?:=\\s*+(" + QUOTED + "|[^\\s;]*+)\\s*+)?");

  private LinkHeader() {}

  /**
   * The URL of the next page, which is of the same origin; null on the last page.
   *
   * @throws RegistryException when it leads to another origin, or is no URL
   */
  static @Nullable HttpUrl next(Answer answer) throws RegistryException {
    try {
      for (String header : answer.headers("Link")) {
        String target = next(header);
        if (target != null) {
          return checked(answer, target);
        }
      }
      return null;
    } catch (IllegalArgumentException e) {
      throw malformed(answer, String.valueOf(e.getMessage()));
    }
  }

  /**
   * The target of the first link whose relation is {@code next}, as it stands there; null when no
   * link has it.
   *
   * @throws IllegalArgumentException when the header can't be read: a next page may be lost in it
   */
  static @Nullable String next(String header) {
    Matcher link = LINK.matcher(header);
    int end = 0;
    while (link.find()) {
      if (isNext(link.group(2))) {
        return link.group(1).strip();
      }
      end = link.end();
    }
    requireNoNext(header.substring(end));
    return null;
  }

  /** Only the first {@code rel} counts. */
  private static boolean isNext(String parameters) {
    Matcher parameter = PARAMETER.matcher(parameters);
    int end = 0;
    while (parameter.find()) {
      end = parameter.end();
      if (parameter.group(1).equalsIgnoreCase("rel")) {
        String value = parameter.group(2) == null ? "" : parameter.group(2);
        String relations = value.replaceAll("[\"']", " ").strip().toLowerCase(Locale.ROOT);
        return List.of(relations.split("\\s+")).contains("next");
      }
    }
    requireNoNext(parameters.substring(end));
    return false;
  }

  /** What can't be read must not be what leads to the rest of the list. */
  private static void requireNoNext(String unread) {
    if (unread.toLowerCase(Locale.ROOT).contains("next")) {
      throw new IllegalArgumentException("expected <target>; rel=\"next\" but was something else");
    }
  }

  private static HttpUrl checked(Answer answer, String target) throws RegistryException {
    HttpUrl url = answer.url().resolve(target);
    if (url == null) {
      throw malformed(answer, "expected a URL");
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

  private static MalformedContentException malformed(Answer answer, String problem) {
    return new MalformedContentException(
        "Link of " + Urls.place(answer.url()), problem, null, null);
  }
}
