package dev.referrers;

import dev.referrers.repository.Repository;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** A repository for a process that is killed after so many calls: no further one does anything. */
final class DyingRepository {

  private static final Set<String> NO_CALLS =
      Set.of("location", "capabilities", "limits", "listener", "toString");

  private static final Set<String> NARROWED = Set.of("within", "inOneOperation");

  private DyingRepository() {}

  /**
   * Shares its life with others.
   *
   * @param left calls until it ends
   */
  static Repository after(AtomicInteger left, Repository repository) {
    return (Repository)
        Proxy.newProxyInstance(
            Repository.class.getClassLoader(),
            new Class<?>[] {Repository.class},
            (proxy, method, arguments) -> {
              String name = method.getName();
              if (!NO_CALLS.contains(name)
                  && !NARROWED.contains(name)
                  && left.getAndDecrement() <= 0) {
                throw new IOException("killed");
              }
              try {
                Object result = method.invoke(repository, arguments);
                return NARROWED.contains(name) ? after(left, (Repository) result) : result;
              } catch (InvocationTargetException e) {
                throw e.getTargetException();
              }
            });
  }
}
