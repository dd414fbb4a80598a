package dev.referrers.testing;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parameters of a query or a form, decoded as Go's servers do: a raw {@code +} is a space. */
record Query(Map<String, List<String>> parameters) {

  static Query parse(String text) {
    var parameters = new LinkedHashMap<String, List<String>>();
    for (String pair : text.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        parameters.computeIfAbsent(decoded(name), any -> new ArrayList<>()).add(decoded(value));
      }
    }
    return new Query(parameters);
  }

  /** The first value of the parameter, or null. */
  @Nullable String get(String name) {
    List<String> values = all(name);
    return values.isEmpty() ? null : values.get(0);
  }

  String get(String name, String otherwise) {
    String value = get(name);
    return value == null ? otherwise : value;
  }

  List<String> all(String name) {
    return parameters.getOrDefault(name, List.of());
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
