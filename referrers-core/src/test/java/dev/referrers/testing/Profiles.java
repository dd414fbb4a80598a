package dev.referrers.testing;

/**
 * Behaviours put together after known registries, as far as it matters to whoever publishes or
 * looks for referrers. The sources are reports, and registries change: a profile stands for a kind
 * of registry that is met, not for what a service does today. None asks for credentials, {@link
 * #ecrPublic} apart; add {@link Behaviour#withAuth}.
 */
public final class Profiles {

  private static final int FOUR_MIB = 4 << 20;

  private Profiles() {}

  /**
   * GitHub Container Registry: no referrers API (404), no {@code OCI-Subject}
   * (dataaxiom/ghcr-cleanup-action#13), nothing can be deleted (oras-project/oras#915).
   */
  public static Behaviour ghcr() {
    return Behaviour.specified().withoutReferrersApi().withDeletion(Deletion.OFF);
  }

  /**
   * GitHub Container Registry when it redirects (303) the referrers path to github.com
   * (artifacthub/hub#4785, project-zot/zot#4060); otherwise as {@link #ghcr}.
   *
   * @param website stands for github.com, such as {@link FakeRegistry#url()} of another registry
   */
  public static Behaviour ghcrRedirecting(String website) {
    return ghcr().withReferrersAnswer(Answer.redirect(303, website + "/-/v2/packages"));
  }

  /**
   * Docker Hub: no referrers API (docker/roadmap#724), nothing can be deleted
   * (oras-project/oras#915), a written tag is seen late (MorganKryze/cairn#86), and pulls are
   * counted (clemlesne/blue-agent#259).
   */
  public static Behaviour dockerHub() {
    return Behaviour.specified()
        .withoutReferrersApi()
        .withDeletion(Deletion.OFF)
        .withTagLag(1)
        .withHeader("RateLimit-Limit", "100;w=21600")
        .withHeader("RateLimit-Remaining", "76;w=21600");
  }

  /**
   * Amazon ECR of 2024: {@code OCI-Subject} without the referrers API (sigstore/sigstore-js#1183),
   * media types with parameters refused (sigstore/sigstore-js#1058), manifests not deleted while an
   * index lists them (oras-project/oras#1228).
   */
  public static Behaviour ecr() {
    return Behaviour.specified()
        .withoutReferrersApi()
        .withOciSubject(OciSubject.DIGEST)
        .withRefusal(ManifestTrait.MEDIA_TYPE_PARAMETER, ecrRefusal())
        .withDeletion(Deletion.UNLISTED_ONLY);
  }

  /**
   * Amazon ECR when it answers 405 to a manifest with a subject (aws/containers-roadmap#2783);
   * otherwise as {@link #ecr}.
   */
  public static Behaviour ecrRefusingReferrers() {
    return ecr().withRefusal(ManifestTrait.SUBJECT, ecrRefusal());
  }

  /**
   * Amazon ECR Public: the referrers API works
   * (aws-observability/aws-otel-java-instrumentation#1427), tokens have the opaque scope {@code
   * aws} (oras-project/oras-dotnet#395), anybody may pull.
   */
  public static Behaviour ecrPublic(String user, String password) {
    return Behaviour.specified()
        .withAuth(Auth.bearer(user, password).withScope("aws").withAnonymousPull());
  }

  /**
   * Quay: referrers API without {@code OCI-Subject} (opencontainers/distribution-spec#563), 400 for
   * a subject that it doesn't hold (quay/quay#3071).
   */
  public static Behaviour quay() {
    return Behaviour.specified()
        .withOciSubject(OciSubject.ABSENT)
        .withUnknownSubjectAnswer(Answer.error(400, "MANIFEST_INVALID", "manifest invalid"));
  }

  /** Harbor 2.7: 401 without a challenge on the referrers path (goharbor/harbor#18305). */
  public static Behaviour harbor27() {
    return Behaviour.specified()
        .withReferrersAnswer(Answer.error(401, "UNAUTHORIZED", "unauthorized"));
  }

  /**
   * Artifactory before it had the referrers API: 406 (google/go-containerregistry#1962). Its
   * challenges are {@link Auth#withoutScope} (devcontainers/cli#692) or {@link Auth#withScope} of
   * another repository (oras-project/oras-go#650).
   */
  public static Behaviour artifactory() {
    return Behaviour.specified().withReferrersAnswer(Answer.status(406));
  }

  /** GitLab: no referrers API, and the referrers tag is the subject (oras-project/oras-go#1396). */
  public static Behaviour gitLab() {
    return Behaviour.specified().withoutReferrersApi().withDigestTags();
  }

  /** Gitea of 2023: no referrers API, 501 to artefacts (go-gitea/gitea#25846). */
  public static Behaviour gitea() {
    Answer refusal = Answer.error(501, "UNSUPPORTED", "schema version is not supported");
    return Behaviour.specified()
        .withoutReferrersApi()
        .withRefusal(ManifestTrait.ARTIFACT_TYPE, refusal)
        .withRefusal(ManifestTrait.EMPTY_CONFIG, refusal);
  }

  /**
   * Azure Container Registry with customer-managed keys: no artifactType listed (Azure/acr#784).
   */
  public static Behaviour acrWithCustomerKeys() {
    return Behaviour.specified().withListedType(ListedType.ABSENT);
  }

  /** CNCF distribution v3.1.2, as measured: no referrers API. */
  public static Behaviour distribution() {
    return Behaviour.specified()
        .withoutReferrersApi()
        .withoutSinglePost()
        .withETags(ETags.SENT)
        .withAcceptHandling(AcceptHandling.DISTRIBUTION)
        .withAbsoluteLocations()
        .withMaxManifestBytes(FOUR_MIB, Answer.error(400, "MANIFEST_INVALID", "manifest invalid"));
  }

  /**
   * CNCF distribution 2.x: refuses a Docker manifest as subject (distribution/distribution#4927);
   * otherwise as {@link #distribution}.
   */
  public static Behaviour distribution2() {
    return distribution()
        .withRefusal(
            ManifestTrait.DOCKER_SUBJECT,
            Answer.error(400, "MANIFEST_BLOB_UNKNOWN", "blob unknown to registry"));
  }

  /** olareg v0.2.2, as measured; its pages, which it cuts by size, have 1,000 entries here. */
  public static Behaviour olareg() {
    return Behaviour.specified()
        .withPaging(Paging.of(1000).withLinks(LinkStyle.UNQUOTED))
        .withAcceptHandling(AcceptHandling.OLAREG)
        .withMaxManifestBytes(2 * FOUR_MIB);
  }

  /** zot 2.1, as measured; keeps manifests that an index lists. */
  public static Behaviour zot() {
    return Behaviour.specified()
        .withDeletion(Deletion.UNLISTED_ONLY)
        .withMaxManifestBytes(FOUR_MIB);
  }

  /** CUE's registry, as measured: 404 for a repository that is new, null for an empty list. */
  public static Behaviour cue() {
    return Behaviour.specified()
        .withNullLists()
        .withUnknownRepositoryAnswer(Exchange.nameUnknown());
  }

  /**
   * go-containerregistry's registry with referrers, as measured: no {@code OCI-Subject}, no filter,
   * no mount, contents unchecked, and the config's media type listed as artifactType.
   */
  public static Behaviour goContainerRegistry() {
    return Behaviour.specified()
        .withOciSubject(OciSubject.ABSENT)
        .withFiltering(Filtering.IGNORED)
        .withListedType(ListedType.CONFIG_MEDIA_TYPE)
        .withUnknownRepositoryAnswer(Exchange.nameUnknown())
        .withoutMount()
        .withoutContentCheck();
  }

  private static Answer ecrRefusal() {
    return Answer.error(405, "UNSUPPORTED", "Invalid parameter at 'ImageManifest'");
  }
}
