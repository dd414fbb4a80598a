package dev.referrers.testing;

import dev.referrers.oci.Digest;
import java.io.IOException;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code PUT /v2/<name>/manifests/<tag or digest>}. */
final class ManifestPush {

  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");

  private final Exchange exchange;
  private final Behaviour behaviour;
  private final FakeRepository repository;

  private ManifestPush(Exchange exchange) {
    this.exchange = exchange;
    this.behaviour = exchange.behaviour();
    this.repository = exchange.repository();
  }

  static Answer put(Exchange exchange) {
    return new ManifestPush(exchange).put();
  }

  private Answer put() {
    if (exchange.body().size() > behaviour.maxManifestBytes) {
      return behaviour.largeManifestAnswer;
    }
    boolean byDigest = exchange.reference().indexOf(':') >= 0;
    Digest digest = byDigest ? exchange.digest() : Digest.sha256(exchange.body());
    if (digest == null || !digest.matches(exchange.body())) {
      return Exchange.digestInvalid();
    }
    if (!byDigest && !TAG.matcher(exchange.reference()).matches()) {
      return Answer.error(400, "TAG_INVALID", "not a tag: " + exchange.reference());
    }
    ManifestFields fields;
    try {
      fields = ManifestFields.parse(exchange.body());
    } catch (IOException e) {
      return invalid(e.getMessage());
    }
    String mediaType = exchange.headers().get("Content-Type");
    Answer refusal = refusal(mediaType, fields);
    if (refusal != null || mediaType == null) {
      return refusal == null ? invalid("no Content-Type") : refusal;
    }
    var manifest = new StoredManifest(mediaType, digest, exchange.body());
    synchronized (repository) {
      Answer conflict = byDigest ? null : tagConflict(digest);
      if (conflict != null) {
        return conflict;
      }
      store(manifest, fields, byDigest);
    }
    return created(digest, fields);
  }

  private @Nullable Answer refusal(@Nullable String mediaType, ManifestFields fields) {
    if (fields.mediaType() != null && !fields.mediaType().equals(mediaType)) {
      return invalid("Content-Type " + mediaType + " for a " + fields.mediaType());
    }
    for (Map.Entry<ManifestTrait, Answer> refusal : behaviour.refusals.entrySet()) {
      if (refusal.getKey().in(mediaType == null ? "" : mediaType, fields)) {
        return refusal.getValue();
      }
    }
    Digest missing = behaviour.contentCheck ? missing(fields) : null;
    return missing == null
        ? null
        : Answer.error(400, "MANIFEST_BLOB_UNKNOWN", "blob unknown to registry: " + missing);
  }

  private @Nullable Digest missing(ManifestFields fields) {
    Stream<Digest> blobs =
        Stream.concat(Stream.ofNullable(fields.config()), fields.layers().stream())
            .filter(entry -> !entry.elsewhere())
            .map(ManifestFields.Entry::digest)
            .filter(digest -> repository.content(digest) == null);
    Stream<Digest> children =
        fields.manifests().stream()
            .map(ManifestFields.Entry::digest)
            .filter(digest -> !repository.hasManifest(digest.toString()));
    return Stream.concat(blobs, children).findFirst().orElse(null);
  }

  private @Nullable Answer tagConflict(Digest digest) {
    StoredManifest current = repository.find(exchange.reference());
    if (behaviour.immutableTagAnswer != null
        && current != null
        && !current.digest().equals(digest)) {
      return behaviour.immutableTagAnswer;
    }
    return behaviour.eTags == ETags.HONOURED
        ? ManifestEndpoint.failedCondition(exchange, current)
        : null;
  }

  private void store(StoredManifest manifest, ManifestFields fields, boolean byDigest) {
    boolean lost =
        fields.subject() != null
            && RegistryContent.drops(exchange.content().referrerPushes, behaviour.droppedReferrers);
    if (!lost) {
      repository.store(manifest, fields);
    }
    if (!byDigest
        && !RegistryContent.drops(exchange.content().tagWrites, behaviour.droppedTagWrites)) {
      repository.moveTag(exchange.reference(), manifest.digest(), behaviour.tagLag);
    }
  }

  private Answer created(Digest digest, ManifestFields fields) {
    Answer answer = exchange.withDigest(Answer.bare(201), digest);
    answer =
        exchange.withLocation(answer, "/v2/" + exchange.repositoryName() + "/manifests/" + digest);
    if (behaviour.eTags == ETags.HONOURED) {
      answer = answer.withHeader("ETag", ManifestEndpoint.eTag(digest));
    }
    if (fields.subject() == null) {
      return answer;
    }
    Digest subject = fields.subject().digest();
    return switch (behaviour.effectiveOciSubject()) {
      case DIGEST -> answer.withHeader("OCI-Subject", subject.toString());
      case ABSENT -> answer;
      case WRONG_DIGEST -> answer.withHeader("OCI-Subject", Exchange.other(subject).toString());
      case TRUE -> answer.withHeader("OCI-Subject", "true");
    };
  }

  private static Answer invalid(@Nullable String reason) {
    return Answer.error(400, "MANIFEST_INVALID", "manifest invalid: " + reason);
  }
}
