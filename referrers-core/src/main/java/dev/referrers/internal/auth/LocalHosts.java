package dev.referrers.internal.auth;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** Hosts that name this machine or its private network without help of a name server. */
final class LocalHosts {

  private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
  private static final Pattern IPV4 = Pattern.compile("(?:" + OCTET + "\\.){3}" + OCTET);
  // 0x7f000001, 127.1 and the like, which resolvers take for addresses
  private static final Pattern ENDS_IN_A_NUMBER =
      Pattern.compile("(?:.*\\.)?(?:0x[0-9a-f]*|[0-9]+)\\.?", Pattern.CASE_INSENSITIVE);
  private static final Pattern LOCALHOST =
      Pattern.compile("(?:.*\\.)?localhost\\.?", Pattern.CASE_INSENSITIVE);

  private LocalHosts() {}

  /**
   * Whether the host is {@code localhost}, an address that is not of the public internet, or a
   * number in an unusual spelling.
   *
   * @param host as {@link okhttp3.HttpUrl#host()} gives it
   */
  static boolean isLocal(String host) {
    if (host.indexOf(':') >= 0 || IPV4.matcher(host).matches()) {
      return isLocalAddress(host);
    }
    return ENDS_IN_A_NUMBER.matcher(host).matches() || LOCALHOST.matcher(host).matches();
  }

  private static boolean isLocalAddress(String literal) {
    try {
      InetAddress address = InetAddress.getByName(literal);
      byte[] bytes = address.getAddress();
      return address.isAnyLocalAddress()
          || address.isLoopbackAddress()
          || address.isLinkLocalAddress()
          || address.isSiteLocalAddress()
          || address.isMulticastAddress()
          || (bytes.length == 4 ? isReserved(bytes) : !isGlobalUnicast(bytes));
    } catch (UnknownHostException e) {
      return true;
    }
  }

  /** 0/8, the shared addresses of providers (100.64/10, RFC 6598), and 240/4. */
  private static boolean isReserved(byte[] ipv4) {
    int first = ipv4[0] & 0xff;
    return first == 0 || first >= 240 || (first == 100 && (ipv4[1] & 0xc0) == 64);
  }

  /** 2000::/3 without 2002::/16, which carries an IPv4 address, as 64:ff9b::/96 does. */
  private static boolean isGlobalUnicast(byte[] ipv6) {
    return (ipv6[0] & 0xe0) == 0x20 && !(ipv6[0] == 0x20 && ipv6[1] == 0x02);
  }
}
