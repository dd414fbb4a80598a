package dev.referrers.repository;

import dev.referrers.error.RegistryException;
import dev.referrers.oci.Descriptor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the referrers endpoint answered, when it did not fail. */
public sealed interface ReferrersAnswer {

  /**
   * One page of the list.
   *
   * @param manifests in the registry's order, as it sent them
   * @param filtered whether the registry said that it applied the artifactType filter
   * @param next opaque name of the next page; null on the last
   */
  record Page(List<Descriptor> manifests, boolean filtered, @Nullable String next)
      implements ReferrersAnswer {

    public Page {
      manifests = List.copyOf(manifests);
    }
  }

  /**
   * There is no referrers API here, so the referrers tag has to be asked. Says nothing about
   * whether there are referrers.
   *
   * @param evidence the answer, such as {@code GET referrers: 404}
   * @param lasting whether it may be remembered; not for a repository that does not exist yet
   * @param refusal the answer as a failure, when it may as well be one to us: then it means what
   *     stands here only for who may read the repository. Null for other answers.
   */
  record NoApi(String evidence, boolean lasting, @Nullable RegistryException refusal)
      implements ReferrersAnswer {

    public NoApi(String evidence, boolean lasting) {
      this(evidence, lasting, null);
    }
  }
}
