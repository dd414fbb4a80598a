package dev.referrers.interop;

import dev.referrers.Referrers;
import dev.referrers.Registry;
import dev.referrers.oci.Digest;

/**
 * Streams the referrers of a subject and prints how many there are. Arguments: the registry, and
 * the subject's digest.
 */
final class Listing {

  private Listing() {}

  public static void main(String[] args) {
    var repository = Registry.at(args[0]).allowPlainHttp(args[0]).build().repository("acme/api");
    try (var found = Referrers.in(repository).of(Digest.parse(args[1])).stream()) {
      System.out.println(found.count());
    }
  }
}
