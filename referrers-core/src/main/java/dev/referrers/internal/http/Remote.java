package dev.referrers.internal.http;

import dev.referrers.error.RegistryError;
import dev.referrers.error.RegistryException;
import dev.referrers.internal.auth.Scope;
import dev.referrers.internal.concurrent.Deadline;
import dev.referrers.oci.RepositoryName;
import dev.referrers.transport.RegistryListener;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the calls on one repository have in common.
 *
 * @param location host and name as people write them
 */
record Remote(RepositoryName name, String location, Endpoint endpoint, HttpRegistry registry) {

  /**
   * What a call makes of an answer.
   *
   * @param <T> its result
   */
  interface Reading<T extends @Nullable Object> {
    T read(Answer answer) throws IOException;
  }

  static Remote of(RepositoryName name, HttpRegistry registry) {
    Settings settings = registry.settings();
    return new Remote(
        name, settings.registry() + "/" + name, new Endpoint(settings.base(), name), registry);
  }

  Settings settings() {
    return registry.settings();
  }

  RegistryListener listener() {
    return registry.settings().listener();
  }

  Scope pull() {
    return Scope.pull(name);
  }

  Scope push() {
    return Scope.push(name);
  }

  /** Sends a request that may be sent again. */
  <T extends @Nullable Object> T call(Outgoing request, Deadline deadline, Reading<T> reading)
      throws IOException {
    return retry(deadline, answerLost -> once(request, deadline, reading));
  }

  <T extends @Nullable Object> T retry(Deadline deadline, Retries.Attempt<T> attempt)
      throws IOException {
    return registry.retries().run(deadline, attempt);
  }

  <T extends @Nullable Object> T once(Outgoing request, Deadline deadline, Reading<T> reading)
      throws IOException {
    try (Answer answer = open(request, deadline)) {
      return reading.read(answer);
    }
  }

  /** The answer, to be closed by the caller. */
  Answer open(Outgoing request, Deadline deadline) throws IOException {
    Answer answer = registry.transport().send(request, deadline);
    registry.warnings().tell(location, answer.headers("Warning"));
    return answer;
  }

  /** Says why an answer is of no use to a call. */
  RegistryException failure(Answer answer) {
    return failure(answer, Failures.errors(answer));
  }

  RegistryException failure(Answer answer, List<RegistryError> errors) {
    return Failures.of(answer, errors, registry.authenticator().credentialSource());
  }
}
