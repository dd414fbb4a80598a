package dev.referrers.testing;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a request asks the registry for. */
public enum Route {
  /** {@code GET /v2/}. */
  BASE,
  HEAD_MANIFEST,
  GET_MANIFEST,
  PUT_MANIFEST,
  DELETE_MANIFEST,
  /** {@code GET} or {@code HEAD} of {@code /v2/<name>/referrers/<digest>}. */
  REFERRERS,
  /** {@code GET /v2/<name>/tags/list}. */
  TAGS,
  HEAD_BLOB,
  GET_BLOB,
  DELETE_BLOB,
  /** Starts an upload; also a single POST and a mount. */
  POST_UPLOAD,
  PATCH_UPLOAD,
  PUT_UPLOAD,
  GET_UPLOAD,
  DELETE_UPLOAD,
  /** {@code GET} or {@code POST} of {@code /token}. */
  TOKEN,
  /** Something that a registry doesn't know. */
  OTHER,
  /** Stands for all of them where a fault is asked for or requests are counted. */
  ANY;

  boolean covers(Route route) {
    return this == ANY || this == route;
  }

  /**
   * A path taken apart.
   *
   * @param repository empty where the route has none
   * @param reference the last part: a tag, a digest, the id of an upload; else empty
   */
  record Target(Route route, String repository, String reference) {

    private static final Pattern PATH =
        Pattern.compile("/v2/(.+)/(manifests|blobs/uploads|blobs|referrers|tags)/([^/]*)");

    static Target of(String method, String path) {
      if (path.equals("/token")) {
        return new Target(TOKEN, "", "");
      }
      if (path.equals("/v2/") || path.equals("/v2")) {
        return new Target(BASE, "", "");
      }
      Matcher parts = PATH.matcher(path);
      if (!parts.matches()) {
        return new Target(OTHER, "", "");
      }
      String reference = decoded(parts.group(3));
      Route route = route(method, parts.group(2), reference);
      return new Target(route, decoded(parts.group(1)), reference);
    }

    private static Route route(String method, String noun, String reference) {
      return switch (method + " " + noun) {
        case "HEAD manifests" -> HEAD_MANIFEST;
        case "GET manifests" -> GET_MANIFEST;
        case "PUT manifests" -> PUT_MANIFEST;
        case "DELETE manifests" -> DELETE_MANIFEST;
        case "GET referrers", "HEAD referrers" -> REFERRERS;
        case "GET tags" -> reference.equals("list") ? TAGS : OTHER;
        case "HEAD blobs" -> HEAD_BLOB;
        case "GET blobs" -> GET_BLOB;
        case "DELETE blobs" -> DELETE_BLOB;
        case "POST blobs/uploads" -> POST_UPLOAD;
        case "PATCH blobs/uploads" -> PATCH_UPLOAD;
        case "PUT blobs/uploads" -> PUT_UPLOAD;
        case "GET blobs/uploads" -> GET_UPLOAD;
        case "DELETE blobs/uploads" -> DELETE_UPLOAD;
        default -> OTHER;
      };
    }

    private static String decoded(String part) {
      return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
  }
}
