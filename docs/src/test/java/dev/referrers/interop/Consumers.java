package dev.referrers.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The commands whose eyes the guide looks through, by the name that a row has there. */
final class Consumers {

  private static final List<String> KINDS = List.of("tags", "bundle", "experimental");

  private final Map<String, Consumer> rows = new LinkedHashMap<>();
  private final SignedImages images;

  private Consumers(SignedImages images) {
    this.images = images;
  }

  /** Which of tags, bundle and experimental a command shows of an image. */
  private interface Consumer {
    List<String> sees(String reference);
  }

  /** All of them, for a registry with the referrers API or without. */
  static Consumers of(SignedImages images, Peer peer, boolean api, Path home) throws IOException {
    Path root =
        Files.writeString(
            home.resolve("trusted_root.json"),
            "{\"mediaType\":\"application/vnd.dev.sigstore.trustedroot+json;version=0.1\"}");
    var consumers = new Consumers(images);
    consumers.cosign("cosign 3.1.3", Client.cosign(home));
    consumers.cosign("cosign 2.6.5", Client.cosign2(home));
    consumers.verifying("cosign 2.6.5", Client.cosign2(home), "--trusted-root", root.toString());
    consumers.others(peer, api, home);
    return consumers;
  }

  /** Rows of a table, with what each sees of each layout. */
  List<String> rows() {
    List<String> lines = new ArrayList<>();
    rows.forEach(
        (name, consumer) -> {
          var line = new StringBuilder("| ").append(name).append(" |");
          for (Layout layout : Layout.values()) {
            List<String> seen = consumer.sees(images.reference(layout));
            line.append(' ').append(seen.isEmpty() ? "–" : String.join(", ", seen)).append(" |");
          }
          lines.add(line.toString());
        });
    return lines;
  }

  private void cosign(String version, Client cosign) {
    verifying(version, cosign);
    rows.put(
        version + " `verify --experimental-oci11`",
        reference ->
            verified(
                cosign.with("COSIGN_EXPERIMENTAL", "1"),
                reference,
                "verify",
                "--experimental-oci11"));
    rows.put(
        version + " `tree`",
        reference ->
            shown(
                output(cosign, "tree", reference),
                "\\.sig\n",
                "sigstore.dev/cosign/sign/v1",
                "cosign\\.artifact\\.sig"));
    rows.put(
        version + " `download signature`",
        reference ->
            shown(
                output(cosign, "download", "signature", reference),
                "\"Base64Signature\"",
                "sigstore\\.bundle",
                "cosign\\.artifact"));
    rows.put(
        version + " `download attestation`",
        reference ->
            shown(
                output(cosign, "download", "attestation", reference),
                "(?m)^.\"payloadType\"",
                "sigstore\\.bundle",
                "cosign\\.artifact"));
  }

  private void verifying(String version, Client cosign, String... options) {
    String more = options.length == 0 ? "" : " " + options[0];
    rows.put(
        version + " `verify" + more + "`",
        reference -> verified(cosign, reference, "verify", options));
    List<String> typed = new ArrayList<>(List.of("--type", "spdxjson"));
    typed.addAll(List.of(options));
    rows.put(
        version + " `verify-attestation" + more + "`",
        reference ->
            verified(cosign, reference, "verify-attestation", typed.toArray(String[]::new)));
  }

  private void others(Peer peer, boolean api, Path home) {
    Client oras = Client.oras(home);
    Client regctl = Client.regctl(home, peer);
    Client crane = Client.crane(home);
    rows.put("oras 1.3.6 `discover`", reference -> listed(output(oras, "discover", reference)));
    rows.put(
        "regctl 0.11.7 `artifact tree`",
        reference -> listed(output(regctl, "artifact", "tree", reference)));
    rows.put(
        "regctl 0.11.7 `artifact tree --digest-tags`",
        reference -> listed(output(regctl, "artifact", "tree", "--digest-tags", reference)));
    rows.put(
        "crane 0.22.1 `ls`, " + (api ? "with the API" : "without"),
        reference -> {
          String name = reference.substring(0, reference.lastIndexOf(':'));
          String tags = output(crane, "ls", name);
          List<String> seen = new ArrayList<>(shown(tags, "\\.sig\n"));
          if (Pattern.compile("(?m)^sha256-[0-9a-f]{64}$").matcher(tags).find()) {
            seen.add("referrers tag");
          }
          return seen;
        });
  }

  private static List<String> listed(String output) {
    return shown(output, "\\.sig\n", "sigstore\\.bundle", "cosign\\.artifact\\.sig");
  }

  /** By what is in the output for each kind. */
  private static List<String> shown(String output, String... patterns) {
    List<String> seen = new ArrayList<>();
    for (int i = 0; i < patterns.length; i++) {
      if (Pattern.compile(patterns[i]).matcher(output).find()) {
        seen.add(KINDS.get(i));
      }
    }
    return seen;
  }

  /** By whose signatures hold. */
  private List<String> verified(
      Client cosign, String reference, String command, String... options) {
    List<String> seen = new ArrayList<>();
    for (String kind : KINDS) {
      List<String> words = new ArrayList<>(List.of(command, "--insecure-ignore-tlog=true"));
      words.addAll(List.of("--key", String.valueOf(images.publicKeys().get(kind))));
      words.addAll(List.of(options));
      words.add(reference);
      if (tried(cosign, words.toArray(String[]::new)) != null) {
        seen.add(kind);
      }
    }
    return seen;
  }

  /** What a command printed, nothing when it failed. */
  private static String output(Client client, String... words) {
    return Objects.requireNonNullElse(tried(client, words), "");
  }

  /** What a command printed, null when it failed. */
  private static @Nullable String tried(Client client, String... words) {
    try {
      return client.run(words);
    } catch (AssertionError e) {
      if (!String.valueOf(e.getMessage()).contains(" ended with ")) {
        throw e;
      }
      return null;
    }
  }
}
