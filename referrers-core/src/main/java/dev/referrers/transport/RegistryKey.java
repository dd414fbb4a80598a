package dev.referrers.transport;

import dev.referrers.oci.RepositoryName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The many spellings of a registry in auth files, brought down to one. */
final class RegistryKey {

  /** What Docker calls Docker Hub in its files and to its helper programs. */
  static final String HUB_SERVER = "https://index.docker.io/v1/";

  private static final String HUB = "docker.io";
  private static final Set<String> HUB_HOSTS =
      Set.of(HUB, "index.docker.io", "registry-1.docker.io");
  private static final Pattern KEY =
      Pattern.compile("(https?://)?([^/]*+)(/v[12]/?+$)?(.*+)", Pattern.CASE_INSENSITIVE);

  private RegistryKey() {}

  /** Lower case, and {@code docker.io} for all the hosts of Docker Hub. */
  static String host(String registry) {
    String host = registry.toLowerCase(Locale.ROOT);
    return HUB_HOSTS.contains(host) ? HUB : host;
  }

  /** What helper programs know the registry as. */
  static String server(String registry) {
    return host(registry).equals(HUB) ? HUB_SERVER : registry;
  }

  /**
   * A key of an auth file without scheme, {@code /v1/} and {@code /v2/}. A path stays when there
   * was no scheme: it limits the entry to the repositories below it (Podman, Kubernetes).
   */
  static String normal(String key) {
    Matcher parts = KEY.matcher(key);
    if (!parts.matches()) {
      return key;
    }
    String host = host(parts.group(2));
    return parts.group(1) != null ? host : host + trimSlashes(parts.group(4));
  }

  /** The normal keys that an entry for this repository may have, the most specific first. */
  static List<String> candidates(String registry, RepositoryName repository) {
    var keys = new ArrayList<String>();
    String key = host(registry) + "/" + repository;
    for (int end = key.length(); end > 0; end = key.lastIndexOf('/', end - 1)) {
      keys.add(key.substring(0, end));
    }
    return keys;
  }

  private static String trimSlashes(String path) {
    int end = path.length();
    while (end > 0 && path.charAt(end - 1) == '/') {
      end--;
    }
    return path.substring(0, end);
  }
}
