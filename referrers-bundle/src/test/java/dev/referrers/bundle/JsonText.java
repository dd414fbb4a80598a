package dev.referrers.bundle;

import dev.referrers.json.JsonBody;
import dev.referrers.json.JsonObjectReader;
import dev.referrers.json.StrictJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import okio.ByteString;

/** Finds things in what was sent. */
final class JsonText {

  private JsonText() {}

  /** The string at that place. */
  static String string(ByteString json, String... path) throws IOException {
    return find(json, JsonObjectReader::string, path).get(0);
  }

  /** The strings of the array at that place. */
  static List<String> strings(ByteString json, String... path) throws IOException {
    return find(json, JsonObjectReader::strings, path).get(0);
  }

  private static <T> List<T> find(ByteString json, JsonBody<T> value, String... path)
      throws IOException {
    return StrictJson.read("Request", json, object -> find(object, value, List.of(path)));
  }

  private static <T> List<T> find(JsonObjectReader object, JsonBody<T> value, List<String> path)
      throws IOException {
    var found = new ArrayList<T>();
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      if (!name.equals(path.get(0))) {
        object.skip();
      } else if (path.size() == 1) {
        found.add(value.read(object));
      } else {
        found.addAll(object.object(inner -> find(inner, value, path.subList(1, path.size()))));
      }
    }
    return found;
  }
}
