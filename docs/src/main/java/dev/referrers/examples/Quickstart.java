package dev.referrers.examples;

import dev.referrers.Publication;
import dev.referrers.PublishPolicy;
import dev.referrers.Referrer;
import dev.referrers.ReferrerPublisher;
import dev.referrers.Referrers;
import dev.referrers.Registry;
import dev.referrers.attestation.Artifact;
import dev.referrers.attestation.Attestation;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.MediaTypes;
import dev.referrers.repository.Blob;
import dev.referrers.repository.Precondition;
import dev.referrers.repository.Repository;
import dev.referrers.testing.Behaviour;
import dev.referrers.testing.FakeRegistry;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The whole tour: pushes an image, attaches two files to it, finds them again, and does the same
 * where there is no referrers API.
 */
final class Quickstart implements Program {

  private static final String SPDX = "application/spdx+json";
  private static final String CYCLONEDX = "application/vnd.cyclonedx+json";

  @Override
  public String usage() {
    return "[REF] (pushes to REF, which needs a tag)";
  }

  @Override
  public Map<String, Boolean> options() {
    return Map.of();
  }

  @Override
  public int run(Arguments arguments, Terminal terminal) throws IOException {
    List<String> words = arguments.words(0, 1);
    if (!words.isEmpty()) {
      if (Site.isBare(words.get(0)) || Site.hasDigest(words.get(0))) {
        throw new IllegalArgumentException(
            "needs a tag to push to, and no digest: " + words.get(0));
      }
      Site site = Site.toWrite(words.get(0), arguments, terminal);
      tour(words.get(0), site.repository(), site.tagOrDigest(), terminal);
      return SUCCESS;
    }
    try (FakeRegistry withApi = FakeRegistry.start();
        FakeRegistry without = FakeRegistry.start(Behaviour.specified().withoutReferrersApi())) {
      tour("embedded registry with the referrers API", repository(withApi), "v1", terminal);
      tour("embedded registry without it", repository(without), "v1", terminal);
    }
    return SUCCESS;
  }

  private static Repository repository(FakeRegistry registry) {
    return Registry.at(registry.host())
        .allowPlainHttp(registry.host())
        .build()
        .repository("acme/api");
  }

  private static void tour(String where, Repository repository, String tag, Terminal terminal)
      throws IOException {
    Descriptor image = pushImage(repository, tag);
    step(terminal, where, "push image", Map.of("subject", image.digest()));

    ReferrerPublisher publisher =
        ReferrerPublisher.into(repository).policy(PublishPolicy.SKIP_IDENTICAL).build();
    Publication spdx = publisher.publish(image, sbom(SPDX, "{\"spdxVersion\":\"SPDX-2.3\"}"));
    step(terminal, where, "attach SPDX file", Attach.line(spdx));
    Publication cyclonedx =
        publisher.publish(image, sbom(CYCLONEDX, "{\"bomFormat\":\"CycloneDX\"}"));
    step(terminal, where, "attach CycloneDX file", Attach.line(cyclonedx));

    List<Referrer> all = Referrers.in(repository).of(image.digest()).toList();
    step(
        terminal,
        where,
        "discover all",
        Map.of("found", all.stream().map(Discover::line).toList()));
    List<Referrer> one = Referrers.in(repository).of(image.digest(), SPDX).toList();
    step(
        terminal,
        where,
        "discover " + SPDX,
        Map.of("found", one.stream().map(Discover::line).toList()));
  }

  private static Descriptor pushImage(Repository repository, String tag) throws IOException {
    Blob config =
        Blob.of(
            MediaTypes.IMAGE_CONFIG,
            ByteString.encodeUtf8(
                "{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":{},"
                    + "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]}}"));
    Blob layer = Blob.of(MediaTypes.IMAGE_LAYER_TAR, ByteString.of(new byte[1024]));
    repository.pushBlob(config);
    repository.pushBlob(layer);
    ImageManifest image =
        ImageManifest.builder(config.descriptor()).addLayer(layer.descriptor()).build();
    repository.pushTag(tag, image, Precondition.NONE);
    return image.descriptor();
  }

  private static Attestation sbom(String type, String content) {
    return Attestation.of(Artifact.of(type, Blob.of(type, ByteString.encodeUtf8(content))));
  }

  private static void step(
      Terminal terminal, String where, String step, Map<String, ? extends @Nullable Object> result)
      throws IOException {
    Map<String, @Nullable Object> line = new LinkedHashMap<>();
    line.put("step", step);
    line.put("on", where);
    line.putAll(result);
    terminal.line(line);
  }
}
