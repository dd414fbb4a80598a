package dev.referrers.examples;

import dev.referrers.Publication;
import dev.referrers.ReferrerPublisher;
import dev.referrers.ReferrersMode;
import dev.referrers.attestation.Artifact;
import dev.referrers.attestation.Attestation;
import dev.referrers.oci.AnnotationKeys;
import dev.referrers.oci.Annotations;
import dev.referrers.repository.Blob;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Attaches a file to an image. */
final class Attach implements Program {

  @Override
  public String usage() {
    return "REF FILE --artifact-type T [--annotation k=v]... [--mode auto|api|tag] [--confirm]";
  }

  @Override
  public Map<String, Boolean> options() {
    return Map.of(
        "--artifact-type", true, "--annotation", true, "--mode", true, "--confirm", false);
  }

  @Override
  public int run(Arguments arguments, Terminal terminal) throws IOException {
    List<String> words = arguments.words(2, 2);
    String type = arguments.required("--artifact-type");
    ReferrersMode mode = mode(arguments);
    Annotations annotations = new Annotations(arguments.pairs("--annotation"));
    Attestation attestation =
        Attestation.of(Artifact.of(type, file(type, words.get(1)))).withAnnotations(annotations);
    Site site = Site.of(words.get(0), arguments, terminal);
    ReferrerPublisher publisher =
        ReferrerPublisher.into(site.repository())
            .mode(mode)
            .confirm(arguments.has("--confirm"))
            .build();
    terminal.line(line(publisher.publish(site.resolve(), attestation)));
    return SUCCESS;
  }

  static Map<String, @Nullable Object> line(Publication publication) {
    Map<String, @Nullable Object> line = new LinkedHashMap<>();
    line.put("manifest", publication.manifest().digest());
    line.put("subject", publication.subject().digest());
    line.put("layout", publication.layout());
    line.put("listedBy", listedBy(publication));
    line.put("evidence", publication.evidence().name().toLowerCase(Locale.ROOT));
    line.put("warnings", publication.warnings());
    if (!publication.entry().digest().equals(publication.manifest().digest())) {
      line.put("layer", publication.entry().digest());
    }
    return line;
  }

  private static String listedBy(Publication publication) {
    return switch (publication.listedBy()) {
      case REFERRERS_API -> "api";
      case REFERRERS_TAG -> "tag";
      case COSIGN_TAG -> "cosign";
    };
  }

  private static Blob file(String type, String name) throws IOException {
    Path file = FileArguments.file(name);
    String title = String.valueOf(file.getFileName());
    return Blob.of(type, file).withAnnotations(Annotations.of(AnnotationKeys.TITLE, title));
  }

  private static ReferrersMode mode(Arguments arguments) {
    return switch (arguments.oneOf("--mode", "auto", List.of("auto", "api", "tag"))) {
      case "api" -> ReferrersMode.API_ONLY;
      case "tag" -> ReferrersMode.TAG_ONLY;
      default -> ReferrersMode.AUTOMATIC;
    };
  }
}
