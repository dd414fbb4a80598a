package dev.referrers.internal.auth;

import dev.referrers.error.RegistryException;
import dev.referrers.internal.net.PlainHttp;
import java.util.List;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** How a registry wants to be authorised. */
sealed interface AuthScheme {

  /** By user and password with each request. */
  record Basic() implements AuthScheme {}

  /**
   * By a token from the realm.
   *
   * @param asked the scope that the registry asked for
   * @param learntWith the scope of the request that it asked for it
   */
  record Bearer(Realm realm, ChallengedScope asked, Scope learntWith) implements AuthScheme {

    @Nullable List<String> foresee(Scope wanted) {
      return asked.foresee(wanted, learntWith);
    }
  }

  /**
   * Chooses among the challenges of a 401: the first usable Bearer one, else Basic, else null.
   *
   * @param scope of the request that was answered
   * @param base where the registry is reached
   * @param plainHttp which hosts may get secrets without TLS
   * @throws RegistryException when the realm is no place to send secrets to
   */
  static @Nullable AuthScheme of(
      List<Challenge> challenges, Scope scope, HttpUrl base, PlainHttp plainHttp)
      throws RegistryException {
    for (Challenge challenge : challenges) {
      String realm = challenge.param("realm");
      if (challenge.scheme().equals("bearer") && realm != null) {
        return new Bearer(
            Realm.of(realm, challenge.param("service"), base, plainHttp),
            ChallengedScope.parse(challenge.param("scope")),
            scope);
      }
    }
    boolean basic = challenges.stream().anyMatch(c -> c.scheme().equals("basic"));
    return basic ? new Basic() : null;
  }
}
