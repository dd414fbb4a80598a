package dev.referrers.bundle;

import dev.referrers.attestation.LogEntry;
import dev.referrers.bundle.TestAuthority.Leaf;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okio.Buffer;
import okio.ByteString;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cmp.PKIFailureInfo;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;
import org.jspecify.annotations.Nullable;

/** Signing services over HTTP, honest until a test changes what they answer. */
final class TestServices extends Dispatcher implements AutoCloseable {

  static final String EMAIL = "builder@example.org";

  private static final String V1 = "/base/api/v1/log/entries";

  final TestSigstore sigstore = new TestSigstore();
  final List<RecordedRequest> requests = new ArrayList<>();

  /** What each does to its answer. */
  UnaryOperator<Leaf> leaf = leaf -> leaf;

  UnaryOperator<KeyPair> certified = keys -> keys;
  UnaryOperator<LogBody> logged = body -> body;
  UnaryOperator<TimeStampRequest> stamped = request -> request;
  Instant stampTime = TestSigstore.SIGNED;
  Instant loggedTime = TestSigstore.SIGNED;
  boolean refuseStamps = false;
  String location = "/api/v1/log/entries/";
  UnaryOperator<String> answeredV1 = json -> json;
  @Nullable MockResponse instead;

  private final RekorV1Log rekorV1 =
      new RekorV1Log(sigstore.rekor.host, sigstore.rekor.keys, () -> loggedTime);
  private final MockWebServer server = new MockWebServer();

  static TestServices start() throws IOException {
    var services = new TestServices();
    services.server.setDispatcher(services);
    services.server.start();
    return services;
  }

  @Override
  public void close() {
    server.close();
  }

  String url() {
    return "http://127.0.0.1:" + server.getPort() + "/base";
  }

  SigningConfig config() {
    return SigningConfig.of(url(), url(), url() + "/stamp");
  }

  /** Of a Rekor v1, and of nobody who stamps. */
  SigningConfig configV1() {
    try {
      return SigningConfig.parse(
          ByteString.encodeUtf8(
              """
              {"mediaType":"application/vnd.dev.sigstore.signingconfig.v0.2+json",
               "caUrls":[%1$s],"rekorTlogUrls":[%1$s],"rekorTlogConfig":{"selector":"ANY"}}"""
                  .formatted(
                      "{\"url\":\"%s\",\"majorApiVersion\":1,\"validFor\":%s}"
                          .formatted(url(), TestSigstore.ALWAYS))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  KeylessSigner signer() {
    return signer(config());
  }

  KeylessSigner signer(SigningConfig config) {
    return KeylessSigner.of(config, () -> token(TestSigstore.SIGNED.plusSeconds(60)))
        .withClock(() -> TestSigstore.SIGNED);
  }

  static String token(Instant expiry) {
    return token(
        "{\"iss\":\"%s\",\"sub\":\"1\",\"email\":\"%s\",\"exp\":%d}"
            .formatted(TestSigstore.ISSUER, EMAIL, expiry.getEpochSecond()));
  }

  static String token(String claims) {
    var base64 = Base64.getUrlEncoder().withoutPadding();
    return "e30." + base64.encodeToString(ByteString.encodeUtf8(claims).toByteArray()) + ".c2ln";
  }

  @Override
  public MockResponse dispatch(RecordedRequest request) {
    requests.add(request);
    if (instead != null) {
      return instead;
    }
    ByteString body = request.getBody() == null ? ByteString.EMPTY : request.getBody();
    try {
      String target = String.valueOf(request.getTarget());
      if (target.startsWith(V1 + "/")) {
        return answer(rekorV1.get(target.substring(V1.length() + 1)));
      }
      return switch (target) {
        case V1 -> answer(rekorV1.create(body));
        case "/base/api/v2/signingCert" -> json(200, certificate(body));
        case "/base/api/v2/log/entries" -> json(201, entry(body));
        case "/base/stamp" -> ok(timestamp(body));
        default -> new MockResponse.Builder().code(404).build();
      };
    } catch (Exception e) {
      return json(500, e.toString());
    }
  }

  private MockResponse answer(RekorV1Log.Answer answer) {
    return new MockResponse.Builder()
        .code(answer.status())
        .setHeader("Location", location + answer.id())
        .body(answeredV1.apply(answer.json()))
        .build();
  }

  private static MockResponse json(int status, String body) {
    return new MockResponse.Builder().code(status).body(body).build();
  }

  private static MockResponse ok(ByteString body) {
    return new MockResponse.Builder().body(new Buffer().write(body)).build();
  }

  private String certificate(ByteString request) throws Exception {
    String pem = JsonText.string(request, "publicKeyRequest", "publicKey", "content");
    var der =
        ByteString.of(Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", "")));
    PublicKey key =
        KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(der.toByteArray()));
    var wanted = sigstore.leaf();
    wanted.name = new GeneralName(GeneralName.rfc822Name, EMAIL);
    var certificate =
        leaf.apply(wanted)
            .issue(sigstore.fulcio, certified.apply(new KeyPair(key, (PrivateKey) null)));
    return """
    {"signedCertificateEmbeddedSct":{"chain":{"certificates":["%s"]}}}"""
        .formatted(Signing.pem("CERTIFICATE", certificate).utf8().replace("\n", "\\n"));
  }

  private ByteString timestamp(ByteString body) throws Exception {
    var request = stamped.apply(new TimeStampRequest(body.toByteArray()));
    var signer = new X509CertificateHolder(sigstore.tsa.certificate().toByteArray());
    var generator =
        new TimeStampTokenGenerator(
            new JcaSimpleSignerInfoGeneratorBuilder()
                .build("SHA256withECDSA", sigstore.tsa.keys().getPrivate(), signer),
            new JcaDigestCalculatorProviderBuilder()
                .build()
                .get(new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256)),
            new ASN1ObjectIdentifier("1.2.3"));
    generator.addCertificates(new JcaCertStore(List.of(signer)));
    var responses = new TimeStampResponseGenerator(generator, TSPAlgorithms.ALLOWED);
    var response =
        refuseStamps
            ? responses.generateFailResponse(PKIStatus.REJECTION, PKIFailureInfo.badRequest, "no")
            : responses.generate(request, BigInteger.ONE, Date.from(stampTime));
    return ByteString.of(response.getEncoded());
  }

  private String entry(ByteString request) throws Exception {
    String root = "hashedRekordRequestV002";
    var digest = ByteString.decodeBase64(JsonText.string(request, root, "digest"));
    var signature = ByteString.decodeBase64(JsonText.string(request, root, "signature", "content"));
    var certificate =
        ByteString.decodeBase64(
            JsonText.string(request, root, "signature", "verifier", "x509Certificate", "rawBytes"));
    var body = logged.apply(LogBody.hashedRekordV2OfHash(digest, signature, certificate));
    LogEntry entry = sigstore.rekorV2.entry(body, TestSigstore.SIGNED);
    var proof = Objects.requireNonNull(entry.inclusionProof());
    return """
    {"logIndex":"%d","logId":{"keyId":"%s"},"kindVersion":{"kind":"%s","version":"%s"},
     "inclusionProof":{"logIndex":"%d","rootHash":"%s","treeSize":"%d","hashes":["%s","%s"],
     "checkpoint":{"envelope":"%s"}},"canonicalizedBody":"%s"}"""
        .formatted(
            entry.logIndex(),
            entry.logId().base64(),
            entry.kind(),
            entry.version(),
            proof.logIndex(),
            proof.rootHash().base64(),
            proof.treeSize(),
            proof.hashes().get(0).base64(),
            proof.hashes().get(1).base64(),
            proof.checkpoint().replace("\n", "\\n"),
            entry.canonicalizedBody().base64());
  }
}
