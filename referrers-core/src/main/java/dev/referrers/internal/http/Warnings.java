package dev.referrers.internal.http;

import dev.referrers.internal.text.Printable;
import dev.referrers.transport.RegistryListener;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Passes on what a registry warns of, once.
 *
 * @see <a href="https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#warnings">
 *     distribution-spec, Warnings</a>
 */
final class Warnings {

  private static final int MAX_LENGTH = 4096;
  private static final int MAX_REMEMBERED = 1000;
  private static final Pattern WARNING = Pattern.compile("299 - \"((?:[^\"\\\\]|\\\\.)*+)\".*");
  private static final Pattern ESCAPE = Pattern.compile("\\\\(.)");

  private record Warning(String repository, String text) {}

  private final RegistryListener listener;
  private final Set<Warning> told = ConcurrentHashMap.newKeySet();

  Warnings(RegistryListener listener) {
    this.listener = listener;
  }

  /**
   * @param headers values of the {@code Warning} headers of one answer
   */
  void tell(String repository, List<String> headers) {
    int left = MAX_LENGTH;
    for (String header : headers) {
      left -= header.length();
      Matcher matcher = WARNING.matcher(header);
      if (left >= 0 && matcher.matches() && told.size() < MAX_REMEMBERED) {
        String text = ESCAPE.matcher(matcher.group(1)).replaceAll("$1");
        tell(new Warning(repository, Printable.of(text, MAX_LENGTH)));
      }
    }
  }

  private void tell(Warning warning) {
    if (told.add(warning)) {
      listener.warned(warning.repository(), warning.text());
    }
  }
}
