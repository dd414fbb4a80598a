package dev.referrers;

import dev.referrers.repository.Repository;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** Lets something happen each time just before a call reaches a repository. */
final class HookedRepository {

  private HookedRepository() {}

  static Repository before(String method, Repository repository, Runnable hook) {
    InvocationHandler handler =
        (proxy, called, arguments) -> {
          if (called.getName().equals(method)) {
            hook.run();
          }
          try {
            return called.invoke(repository, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        };
    return (Repository)
        Proxy.newProxyInstance(
            Repository.class.getClassLoader(), new Class<?>[] {Repository.class}, handler);
  }
}
