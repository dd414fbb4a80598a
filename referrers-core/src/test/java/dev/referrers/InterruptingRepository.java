package dev.referrers;

import dev.referrers.repository.Repository;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** A repository that interrupts the thread before one of its operations. */
final class InterruptingRepository {

  private InterruptingRepository() {}

  static Repository at(String operation, Repository repository) {
    return (Repository)
        Proxy.newProxyInstance(
            Repository.class.getClassLoader(),
            new Class<?>[] {Repository.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals(operation)) {
                Thread.currentThread().interrupt();
              }
              try {
                return method.invoke(repository, arguments);
              } catch (InvocationTargetException e) {
                throw e.getTargetException();
              }
            });
  }
}
