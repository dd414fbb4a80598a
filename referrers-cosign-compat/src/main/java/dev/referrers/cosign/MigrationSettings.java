package dev.referrers.cosign;

import dev.referrers.AttestationQuery;
import dev.referrers.Attestations;
import dev.referrers.Candidate;
import dev.referrers.oci.Digest;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What {@link Migration} was told. */
record MigrationSettings(
    Repository repository,
    CosignTag tags,
    List<MigrationRoute> routes,
    KeyHints keys,
    Duration settle) {

  private static final Duration PUBLISHERS_SETTLE = Duration.ofSeconds(2);

  /**
   * @throws IllegalArgumentException when {@code settle} is not positive
   */
  MigrationSettings {
    if (settle.isNegative() || settle.isZero()) {
      throw new IllegalArgumentException("Settle window needs to be positive but is " + settle);
    }
    routes = List.copyOf(routes);
  }

  static MigrationSettings in(Repository repository) {
    return new MigrationSettings(
        repository, new CosignTag(""), List.of(), KeyHints.NONE, PUBLISHERS_SETTLE);
  }

  MigrationSettings with(MigrationRoute route) {
    List<MigrationRoute> all = new ArrayList<>(routes);
    all.add(route);
    return new MigrationSettings(repository, tags, all, keys, settle);
  }

  MigrationSettings with(CosignTag tags) {
    return new MigrationSettings(repository, tags, routes, keys, settle);
  }

  MigrationSettings with(KeyHints keys) {
    return new MigrationSettings(repository, tags, routes, keys, settle);
  }

  MigrationSettings with(Duration settle) {
    return new MigrationSettings(repository, tags, routes, keys, settle);
  }

  /** All referrers that are of a layout to migrate from or to. */
  List<Candidate> referrers(Digest subject) throws IOException {
    Attestations view = Attestations.in(repository).with(CosignReferrers.decoder());
    for (MigrationRoute route : routes) {
      view = view.with(route.decoder());
    }
    return view.list(subject, AttestationQuery.ALL);
  }
}
