package dev.referrers.cosign;

import dev.referrers.AttestationQuery;
import dev.referrers.Candidate;
import dev.referrers.Registry;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Repository;
import dev.referrers.testing.Behaviour;
import dev.referrers.testing.ETags;
import dev.referrers.testing.FakeRegistry;
import dev.referrers.testing.FakeRepository;
import dev.referrers.transport.Capabilities;
import dev.referrers.transport.Feature;
import dev.referrers.transport.RetryPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import okio.ByteString;

/** A fake registry with one image, a client of it, and what goes under the image's tags. */
final class CosignStore implements AutoCloseable {

  final FakeRegistry registry = FakeRegistry.start(Behaviour.specified().withETags(ETags.HONOURED));
  final FakeRepository stored = registry.repository("acme/api");
  final Descriptor image = stored.pushImage("v1");
  final Repository repository =
      Registry.at(registry.host())
          .allowPlainHttp(registry.host())
          .capabilities(capabilities())
          .retryPolicy(new RetryPolicy(2, Duration.ofMillis(1), Duration.ofMillis(2)))
          .build()
          .repository("acme/api");

  /** With conditions that are known to be checked, nobody has to wait. */
  private Capabilities capabilities() {
    var capabilities = new Capabilities();
    capabilities.pin(registry.host() + "/acme/api", Feature.CONDITIONAL_TAGS, true);
    return capabilities;
  }

  String tag(String suffix) {
    return "sha256-" + image.digest().encoded() + suffix;
  }

  /** A layer whose blob is stored. */
  Descriptor layer(String mediaType, String content, Annotations annotations) {
    return stored
        .pushBlob(ByteString.encodeUtf8(content))
        .withMediaType(mediaType)
        .withAnnotations(annotations);
  }

  void put(String suffix, Descriptor... layers) {
    var config = stored.pushBlob(ByteString.encodeUtf8("{}"));
    var manifest =
        ImageManifest.builder(config.withMediaType("application/vnd.oci.image.config.v1+json"))
            .layers(List.of(layers))
            .build();
    stored.pushManifest(manifest.mediaType(), manifest.bytes(), tag(suffix));
  }

  List<Candidate> list(AttestationQuery query) throws IOException {
    return CosignTags.in(repository).list(image.digest(), query);
  }

  @Override
  public void close() {
    registry.close();
  }
}
