package dev.referrers;

import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.oci.MediaTypes;
import dev.referrers.repository.Repository;
import dev.referrers.support.FakeTime;
import dev.referrers.testing.Behaviour;
import dev.referrers.testing.FakeRegistry;
import dev.referrers.testing.FakeRepository;
import dev.referrers.testing.StoredManifest;
import dev.referrers.transport.RetryPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import okio.ByteString;

/** Two fake registries, an image in the first, and clients of them. */
final class CopyFixture implements AutoCloseable {

  static final String SPDX = "application/spdx+json";

  final FakeTime time = new FakeTime();
  final FakeRegistry from = FakeRegistry.start();
  final FakeRegistry to;
  final FakeRepository stored = from.repository("acme/api");
  final FakeRepository copied;
  final Descriptor image = stored.pushImage("v1");

  CopyFixture(Behaviour target) {
    this.to = FakeRegistry.start(target);
    this.copied = to.repository("mirror/api");
  }

  Repository source() {
    return client(from, "acme/api");
  }

  Repository target() {
    return client(to, "mirror/api");
  }

  Copy.Builder builder() {
    return Copy.between(source(), target()).time(time);
  }

  CopyReport copy(String tag) throws IOException {
    return builder().build().copy(tag, tag);
  }

  /** Stores an artefact with a payload of its own that refers to the subject. */
  Descriptor attach(Descriptor subject, String content) {
    stored.pushBlob(ByteString.encodeUtf8("{}"));
    Descriptor payload = stored.pushBlob(ByteString.encodeUtf8(content));
    String manifest =
        """
        {"schemaVersion":2,"mediaType":"%s","artifactType":"%s",\
        "config":{"mediaType":"%s","digest":"%s","size":2},\
        "layers":[{"mediaType":"%s","digest":"%s","size":%d}],\
        "subject":{"mediaType":"%s","digest":"%s","size":%d}}"""
            .formatted(
                MediaTypes.IMAGE_MANIFEST,
                SPDX,
                MediaTypes.EMPTY_JSON,
                Descriptor.EMPTY_JSON.digest(),
                SPDX,
                payload.digest(),
                payload.size(),
                subject.mediaType(),
                subject.digest(),
                subject.size());
    return stored
        .pushManifest(MediaTypes.IMAGE_MANIFEST, ByteString.encodeUtf8(manifest))
        .withArtifactType(SPDX);
  }

  /** Digests of all manifests at the target. */
  Set<String> manifests() {
    Set<String> digests = new TreeSet<>();
    for (StoredManifest each : copied.manifests()) {
      digests.add(each.digest().toString());
    }
    return digests;
  }

  List<Digest> listed(Descriptor subject) throws IOException {
    return Referrers.in(target()).of(subject.digest()).toList().stream()
        .map(each -> each.descriptor().digest())
        .toList();
  }

  void resetRequests() {
    from.resetRequests();
    to.resetRequests();
  }

  private static Repository client(FakeRegistry registry, String name) {
    return Registry.at(registry.host())
        .allowPlainHttp(registry.host())
        .retryPolicy(new RetryPolicy(2, Duration.ofMillis(1), Duration.ofMillis(2)))
        .build()
        .repository(name);
  }

  @Override
  public void close() {
    from.close();
    to.close();
  }
}
