package dev.referrers.cosign;

import dev.referrers.AttestationQuery;
import dev.referrers.Attestations;
import dev.referrers.Candidate;
import dev.referrers.oci.Digest;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What {@link Migration} was told. */
record MigrationSettings(
    Repository repository, CosignTag tags, List<MigrationRoute> routes, KeyHints keys) {

  MigrationSettings {
    routes = List.copyOf(routes);
  }

  MigrationSettings with(MigrationRoute route) {
    List<MigrationRoute> all = new ArrayList<>(routes);
    all.add(route);
    return new MigrationSettings(repository, tags, all, keys);
  }

  MigrationSettings with(CosignTag tags) {
    return new MigrationSettings(repository, tags, routes, keys);
  }

  MigrationSettings with(KeyHints keys) {
    return new MigrationSettings(repository, tags, routes, keys);
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
