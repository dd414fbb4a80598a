package dev.referrers.testing;

import dev.referrers.oci.Digest;
import dev.referrers.oci.MediaTypes;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code /v2/<name>/manifests/<tag or digest>}: reading and deleting. */
final class ManifestEndpoint {

  private static final Pattern DIGEST_TAG = Pattern.compile("sha256-([a-f0-9]{64})");

  private ManifestEndpoint() {}

  static Answer get(Exchange exchange) {
    FakeRepository repository = exchange.existing();
    if (repository == null) {
      return Exchange.nameUnknown();
    }
    StoredManifest manifest = find(exchange, repository);
    StoredManifest chosen = manifest == null ? null : negotiated(exchange, repository, manifest);
    if (chosen == null) {
      return unknown();
    }
    Answer answer =
        exchange.withDigest(Answer.of(200, chosen.mediaType(), chosen.bytes()), chosen.digest());
    if (exchange.behaviour().eTags == ETags.NONE) {
      return answer;
    }
    String eTag = eTag(chosen.digest());
    if (eTag.equals(exchange.headers().get("If-None-Match"))) {
      return Answer.bare(304).withHeader("ETag", eTag);
    }
    return answer.withHeader("ETag", eTag);
  }

  static Answer delete(Exchange exchange) {
    FakeRepository repository = exchange.existing();
    if (repository == null) {
      return Exchange.nameUnknown();
    }
    synchronized (repository) {
      StoredManifest manifest = repository.find(exchange.reference());
      Digest digest = exchange.digest();
      Answer refusal = deleteRefusal(exchange, repository, digest);
      if (refusal != null) {
        return refusal;
      }
      if (exchange.behaviour().eTags == ETags.HONOURED && digest == null) {
        Answer failed = failedCondition(exchange, manifest);
        if (failed != null) {
          return failed;
        }
      }
      return repository.deleteManifest(exchange.reference()) ? Answer.bare(202) : unknown();
    }
  }

  static String eTag(Digest digest) {
    return '"' + digest.toString() + '"';
  }

  /** 412 when the request has a condition that doesn't hold, else null. */
  static @Nullable Answer failedCondition(Exchange exchange, @Nullable StoredManifest current) {
    String match = exchange.headers().get("If-Match");
    String noneMatch = exchange.headers().get("If-None-Match");
    String eTag = current == null ? null : eTag(current.digest());
    boolean failed =
        (match != null && (eTag == null || !(match.equals("*") || match.equals(eTag))))
            || (noneMatch != null
                && eTag != null
                && (noneMatch.equals("*") || noneMatch.equals(eTag)));
    return failed ? Answer.error(412, "PRECONDITION_FAILED", "the manifest has changed") : null;
  }

  static Answer unknown() {
    return Answer.error(404, "MANIFEST_UNKNOWN", "manifest unknown to registry");
  }

  private static @Nullable StoredManifest find(Exchange exchange, FakeRepository repository) {
    StoredManifest manifest = repository.read(exchange.reference());
    var digestTag = DIGEST_TAG.matcher(exchange.reference());
    if (manifest == null && exchange.behaviour().digestTags && digestTag.matches()) {
      return repository.find("sha256:" + digestTag.group(1));
    }
    return manifest;
  }

  private static @Nullable StoredManifest negotiated(
      Exchange exchange, FakeRepository repository, StoredManifest manifest) {
    List<String> accepted = exchange.accepted();
    boolean named = accepted.contains(manifest.mediaType());
    return switch (exchange.behaviour().acceptHandling) {
      case IGNORED -> manifest;
      case DISTRIBUTION ->
          named || !manifest.mediaType().startsWith("application/vnd.oci.") ? manifest : null;
      case OLAREG -> {
        if (named || accepted.isEmpty() || accepted.contains("*/*")) {
          yield manifest;
        }
        boolean child =
            manifest.mediaType().equals(MediaTypes.IMAGE_INDEX)
                && accepted.contains(MediaTypes.IMAGE_MANIFEST);
        yield child ? firstChild(repository, manifest) : null;
      }
    };
  }

  private static @Nullable StoredManifest firstChild(
      FakeRepository repository, StoredManifest index) {
    try {
      List<ManifestFields.Entry> children = ManifestFields.parse(index.bytes()).manifests();
      return children.isEmpty() ? null : repository.find(children.get(0).digest().toString());
    } catch (IOException e) {
      return null;
    }
  }

  private static @Nullable Answer deleteRefusal(
      Exchange exchange, FakeRepository repository, @Nullable Digest digest) {
    Behaviour behaviour = exchange.behaviour();
    if (digest == null && behaviour.immutableTagAnswer != null) {
      return behaviour.immutableTagAnswer;
    }
    return switch (behaviour.deletion) {
      case ON -> null;
      case OFF -> Exchange.unsupported();
      case TAGS_ONLY -> digest == null ? null : Exchange.unsupported();
      case UNLISTED_ONLY ->
          digest != null && repository.isListed(digest)
              ? Answer.error(405, "DENIED", "manifest is referenced by an index")
              : null;
    };
  }
}
