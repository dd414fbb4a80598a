package dev.referrers.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The faults that wait for their requests. Thread-safe. */
final class FaultQueue {

  private static final class Waiting {
    final Route route;
    final Predicate<String> path;
    final Fault fault;
    int matched;
    int struck;

    Waiting(Route route, Predicate<String> path, Fault fault) {
      this.route = route;
      this.path = path;
      this.fault = fault;
    }

    boolean strikes(Route route, String path) {
      if (struck == fault.times || !this.route.covers(route) || !this.path.test(path)) {
        return false;
      }
      matched++;
      boolean due = matched > fault.after && (matched - fault.after) % fault.every == 0;
      if (due) {
        struck++;
      }
      return due;
    }
  }

  private final List<Waiting> waiting = new ArrayList<>();

  synchronized void add(Route route, Predicate<String> path, Fault fault) {
    waiting.add(new Waiting(route, path, fault));
  }

  synchronized void clear() {
    waiting.clear();
  }

  /** The first fault that strikes the request, or null; those after it don't see the request. */
  synchronized @Nullable Fault take(Route route, String path) {
    for (Waiting each : waiting) {
      if (each.strikes(route, path)) {
        return each.fault;
      }
    }
    return null;
  }
}
