package dev.referrers.oci;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;

/** Checks the {@code host[:port]} of a reference. */
final class RegistryHost {

  private static final int MAX_LENGTH = 255;
  private static final String LABEL = "[a-z0-9](?:[a-z0-9-]*[a-z0-9])?";
  private static final Pattern DOMAIN = Pattern.compile(LABEL + "(?:\\." + LABEL + ")*+");
  private static final Pattern BRACKETED = Pattern.compile("\\[[a-f0-9:]+]");
  private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

  private RegistryHost() {}

  /**
   * The same in lower case, except for a single word: {@code REGISTRY/api} names a registry, but
   * {@code registry/api} a repository of Docker Hub.
   *
   * @throws IllegalArgumentException when it is no host with or without a port
   */
  static String normalized(String text) {
    String registry = text.toLowerCase(Locale.ROOT);
    int colon = registry.indexOf(':', registry.lastIndexOf(']') + 1);
    String host = colon < 0 ? registry : registry.substring(0, colon);
    if (text.length() > MAX_LENGTH || !(DOMAIN.matcher(host).matches() || isIpv6(host))) {
      throw new IllegalArgumentException(
          "Registry needs a host name or an IPv6 address in brackets but is " + Text.quoted(text));
    }
    if (colon >= 0 && !isPort(registry.substring(colon + 1))) {
      throw new IllegalArgumentException(
          "Registry needs a port of 1 to 65535 but is " + Text.quoted(text));
    }
    boolean word = registry.indexOf('.') < 0 && registry.indexOf(':') < 0;
    return word && !registry.equals("localhost") ? text : registry;
  }

  private static boolean isPort(String text) {
    if (!PORT.matcher(text).matches()) {
      return false;
    }
    int port = Integer.parseInt(text);
    return port >= 1 && port <= 65_535;
  }

  private static boolean isIpv6(String host) {
    if (!BRACKETED.matcher(host).matches()) {
      return false;
    }
    try {
      InetAddress.getByName(host); // a literal: nothing is looked up
      return true;
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
