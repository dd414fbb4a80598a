package dev.referrers.internal.http;

import dev.referrers.error.RegistryError;
import dev.referrers.internal.net.Urls;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a caller can do about an answer, where that is known. */
final class Remedies {

  /** ECR and Gitea answer so to artefacts (aws/containers-roadmap#2783, go-gitea/gitea#25846). */
  private static final Set<Integer> UNSUPPORTED = Set.of(405, 415, 501);

  private Remedies() {}

  /**
   * @param credentials where the credentials come from that were sent; null for none
   */
  static @Nullable String of(
      Outgoing request, int status, List<RegistryError> errors, @Nullable String credentials) {
    boolean write = request.method().equals("PUT") || request.method().equals("POST");
    boolean manifest = request.url().pathSegments().contains("manifests");
    if (status == 401) {
      return unauthorized(request, credentials);
    }
    if (write && manifest && isImmutableTag(status, errors)) {
      return "the tag can't be moved, the repository's tags are immutable";
    }
    if (status == 403) {
      return forbidden(request, credentials);
    }
    if (request.method().equals("DELETE") && (status == 405 || has(errors, "UNSUPPORTED"))) {
      return "the registry does not delete through its API, or has it switched off";
    }
    if (status == 413) {
      return "the registry takes nothing of this size";
    }
    if (has(errors, "NAME_UNKNOWN")) {
      return "the repository is not there; some registries want it created first";
    }
    return write && manifest ? refusedManifest(status, errors) : null;
  }

  private static String unauthorized(Outgoing request, @Nullable String credentials) {
    return credentials == null
        ? "no credentials are known for " + Urls.host(request.url())
        : "credentials from " + credentials + " were not accepted for " + request.scope();
  }

  private static String forbidden(Outgoing request, @Nullable String credentials) {
    return credentials == null
        ? "no credentials are known for " + Urls.host(request.url())
        : "credentials from " + credentials + " lack a right of " + request.scope();
  }

  private static boolean isImmutableTag(int status, List<RegistryError> errors) {
    return status == 409
        || has(errors, "TAG_INVALID")
        || errors.stream()
            .anyMatch(error -> error.message().toLowerCase(Locale.ROOT).contains("immutable"));
  }

  private static @Nullable String refusedManifest(int status, List<RegistryError> errors) {
    if (has(errors, "MANIFEST_BLOB_UNKNOWN")) {
      // https://github.com/distribution/distribution/issues/4927
      return "a blob that it names is not there; distribution 2.x answers so too when the subject"
          + " is a Docker manifest";
    }
    if (has(errors, "MANIFEST_INVALID") || UNSUPPORTED.contains(status)) {
      return "the registry may not know artifactType or the empty config, then"
          + " ReferrerPublisher.Builder.plainManifestWhenRefused helps";
    }
    return null;
  }

  private static boolean has(List<RegistryError> errors, String code) {
    return errors.stream().anyMatch(error -> error.code().equals(code));
  }
}
