package dev.referrers.interop;

import dev.referrers.bundle.CertificateIdentity;
import dev.referrers.bundle.KeylessSigner;
import dev.referrers.bundle.SigningConfig;
import dev.referrers.bundle.SigstoreVerifier;
import dev.referrers.bundle.TrustedRoot;
import dev.referrers.json.JsonObjectReader;
import dev.referrers.json.StrictJson;
import dev.referrers.key.PublicKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import okio.ByteString;
import okio.Okio;

/**
 * A sigstore instance on 127.0.0.1: the real Fulcio, Rekor v2 and timestamp authority, and an
 * issuer, a certificate log and a Rekor v1 of ours.
 */
final class Sigstore implements AutoCloseable {

  /** The log to sign with; with Rekor v1 nobody stamps. */
  enum Rekor {
    V1,
    V2
  }

  /** Who signs. */
  static final String EMAIL = "builder@example.org";

  private static final String START = "{\"start\":\"2020-01-01T00:00:00Z\"}";
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN [A-Z ]+-----([A-Za-z0-9+/=\\s]+)-----END [A-Z ]+-----");

  private final OidcIssuer issuer = OidcIssuer.start();
  private final CertificateLog ctLog = CertificateLog.start();
  private final RekorV1Server rekorV1 = RekorV1Server.start();
  private final Path directory;
  private final Thread atExit = new Thread(this::stop);
  private final Map<String, String> urls = new HashMap<>();

  private Sigstore(Path directory) {
    this.directory = directory;
    Runtime.getRuntime().addShutdownHook(atExit);
    String lines = script("start", directory.toString(), issuer.url(), ctLog.url()).output();
    for (String line : lines.lines().toList()) {
      urls.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
    }
  }

  static Sigstore start(Path directory) {
    return new Sigstore(directory);
  }

  @Override
  public void close() {
    stop();
    issuer.close();
    ctLog.close();
    rekorV1.close();
    Runtime.getRuntime().removeShutdownHook(atExit);
  }

  private void stop() {
    script("stop", directory.toString()).output();
  }

  private Command script(String... arguments) {
    var words = new ArrayList<>(List.of(Peers.script("sigstore").toString()));
    words.addAll(List.of(arguments));
    return Command.run(directory, Map.of(), words);
  }

  String issuer() {
    return issuer.url();
  }

  /** A new token of {@link #EMAIL}. */
  String token() {
    return issuer.token(EMAIL);
  }

  KeylessSigner signer(Rekor rekor) throws IOException {
    return KeylessSigner.of(config(rekor), this::token);
  }

  SigningConfig config(Rekor rekor) throws IOException {
    return SigningConfig.parse(ByteString.encodeUtf8(signingConfig(rekor)));
  }

  TrustedRoot root() throws IOException {
    return TrustedRoot.parse(ByteString.encodeUtf8(trustedRoot()));
  }

  /** By someone whose e-mail address this issuer vouches for. */
  SigstoreVerifier verifier(String email) throws IOException {
    return SigstoreVerifier.of(root(), CertificateIdentity.of(email, issuer()));
  }

  /** As cosign's options. */
  List<String> expectedBy(String email) {
    return List.of("--certificate-identity", email, "--certificate-oidc-issuer", issuer());
  }

  /** For cosign to verify with. */
  List<String> rootFile(Path home) throws IOException {
    Path file = Files.writeString(home.resolve("trusted_root.json"), trustedRoot());
    return List.of("--trusted-root", file.toString());
  }

  /** For cosign to sign with. */
  List<String> configFile(Rekor rekor, Path home) throws IOException {
    Path file = Files.writeString(home.resolve("signing_config.json"), signingConfig(rekor));
    return List.of("--signing-config", file.toString(), "--identity-token", token());
  }

  /** For cosign to sign with in its legacy formats: with Rekor v1, and stamped. */
  List<String> services() {
    return List.of(
        "--fulcio-url", url("fulcio"),
        "--rekor-url", rekorV1.url(),
        "--timestamp-server-url", url("tsa") + "/api/v1/timestamp",
        "--identity-token", token());
  }

  /** For cosign to verify its legacy formats with: files in PEM, by environment variable. */
  Client trustedBy(Client cosign, Path home) throws IOException {
    return cosign
        .with("SIGSTORE_ROOT_FILE", file(home, "fulcio.pem", fulcioChain()))
        .with("SIGSTORE_CT_LOG_PUBLIC_KEY_FILE", file(home, "ctlog.pub", pem(ctLog.publicKey())))
        .with("SIGSTORE_REKOR_PUBLIC_KEY", file(home, "rekor.pub", pem(rekorV1.publicKey())))
        .with("SIGSTORE_TSA_CERTIFICATE_FILE", file(home, "tsa.pem", timestampChain()));
  }

  private static String file(Path home, String name, String text) throws IOException {
    return Files.writeString(home.resolve(name), text).toString();
  }

  private String timestampChain() {
    return get(url("tsa") + "/api/v1/timestamp/certchain");
  }

  private static String pem(ByteString publicKey) throws IOException {
    return PublicKeys.pem(PublicKeys.parse(publicKey));
  }

  /** What {@code cosign signing-config create} would write. */
  private String signingConfig(Rekor rekor) {
    boolean v1 = rekor == Rekor.V1;
    return """
    {"mediaType":"application/vnd.dev.sigstore.signingconfig.v0.2+json",
     "caUrls":[%s],"oidcUrls":[],"rekorTlogUrls":[%s],"tsaUrls":[%s],
     "rekorTlogConfig":{"selector":"ANY"},"tsaConfig":{"selector":"ANY"}}"""
        .formatted(
            service(url("fulcio"), 1),
            v1 ? service(rekorV1.url(), 1) : service(url("rekor"), 2),
            v1 ? "" : service(url("tsa") + "/api/v1/timestamp", 1));
  }

  private static String service(String url, int version) {
    return """
    {"url":"%s","majorApiVersion":%d,"operator":"us","validFor":%s}"""
        .formatted(url, version, START);
  }

  /** What {@code cosign trusted-root create} would write. */
  private String trustedRoot() {
    var rekorKey = pem(read(directory.resolve("rekor.pub"))).get(0);
    return """
    {"mediaType":"application/vnd.dev.sigstore.trustedroot+json;version=0.1",
     "tlogs":[%s,%s],"certificateAuthorities":[%s],"ctlogs":[%s],"timestampAuthorities":[%s]}"""
        .formatted(
            log("http://rekor.localhost", rekorKey),
            log(rekorV1.url(), rekorV1.publicKey()),
            authority(url("fulcio"), pem(fulcioChain())),
            log(ctLog.url(), ctLog.publicKey()),
            authority(url("tsa"), pem(timestampChain())));
  }

  private static String log(String url, ByteString key) {
    return """
    {"baseUrl":"%s","hashAlgorithm":"SHA2_256","logId":{"keyId":"%s"},
     "publicKey":{"rawBytes":"%s","keyDetails":"PKIX_ECDSA_P256_SHA_256","validFor":%s}}"""
        .formatted(url, key.sha256().base64(), key.base64(), START);
  }

  private static String authority(String url, List<ByteString> chain) {
    return """
    {"subject":{"organization":"us","commonName":"test"},"uri":"%s",
     "certChain":{"certificates":[%s]},"validFor":%s}"""
        .formatted(
            url,
            chain.stream()
                .map(der -> "{\"rawBytes\":\"" + der.base64() + "\"}")
                .collect(Collectors.joining(",")),
            START);
  }

  private String url(String service) {
    return String.valueOf(urls.get(service));
  }

  private String fulcioChain() {
    try {
      var bundle = ByteString.encodeUtf8(get(url("fulcio") + "/api/v2/trustBundle"));
      return StrictJson.read("Trust bundle", bundle, Sigstore::chains);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String chains(JsonObjectReader bundle) throws IOException {
    var text = new StringBuilder();
    while (bundle.nextName() != null) {
      bundle.objects(
          chain -> {
            while (chain.nextName() != null) {
              chain.strings().forEach(text::append);
            }
            return chain;
          });
    }
    return text.toString();
  }

  private static List<ByteString> pem(String text) {
    return PEM.matcher(text)
        .results()
        .map(match -> ByteString.of(Base64.getMimeDecoder().decode(match.group(1))))
        .toList();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String get(String url) {
    try (var in = Okio.buffer(Okio.source(URI.create(url).toURL().openStream()))) {
      return in.readString(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
