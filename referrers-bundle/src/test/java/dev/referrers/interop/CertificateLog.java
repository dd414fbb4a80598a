package dev.referrers.interop;

import com.sun.net.httpserver.HttpServer;
import dev.referrers.json.StrictJson;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import okio.Buffer;
import okio.ByteString;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x509.Certificate;

/**
 * A certificate transparency log on 127.0.0.1 that promises to take every precertificate, and
 * forgets it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6962#section-4.2">RFC 6962, add-pre-chain</a>
 */
final class CertificateLog implements AutoCloseable {

  private static final ASN1ObjectIdentifier POISON =
      new ASN1ObjectIdentifier("1.3.6.1.4.1.11129.2.4.3");

  private final KeyPair keys;
  private final HttpServer server;

  private CertificateLog(KeyPair keys, HttpServer server) {
    this.keys = keys;
    this.server = server;
  }

  static CertificateLog start() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      var server = Json.server();
      var log = new CertificateLog(generator.generateKeyPair(), server);
      Json.serve(server, "/ct/v1/add-pre-chain", log::addPreChain);
      server.start();
      return log;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  String url() {
    return Json.url(server);
  }

  ByteString publicKey() {
    return ByteString.of(keys.getPublic().getEncoded());
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private String addPreChain(ByteString request) throws IOException {
    List<ByteString> chain = chain(request);
    long now = Instant.now().toEpochMilli();
    var precertificate = withoutPoison(chain.get(0));
    var issuer = Certificate.getInstance(chain.get(1).toByteArray()).getSubjectPublicKeyInfo();
    var signed =
        new Buffer()
            .writeShort(0) // version 1, certificate_timestamp
            .writeLong(now)
            .writeShort(1) // precert_entry
            .write(ByteString.of(issuer.getEncoded()).sha256())
            .writeByte(precertificate.size() >> 16)
            .writeShort(precertificate.size() & 0xffff)
            .write(precertificate)
            .writeShort(0); // no extensions
    var signature = sign(signed.readByteString());
    var digitallySigned =
        new Buffer().writeShort(0x0403).writeShort(signature.size()).write(signature);
    return """
    {"sct_version":0,"id":"%s","timestamp":%d,"extensions":"","signature":"%s"}"""
        .formatted(publicKey().sha256().base64(), now, digitallySigned.readByteString().base64());
  }

  private static List<ByteString> chain(ByteString request) throws IOException {
    return StrictJson.read(
        "Request",
        request,
        object -> {
          List<ByteString> chain = new ArrayList<>();
          for (String name = object.nextName(); name != null; name = object.nextName()) {
            chain.addAll(object.strings(10, ByteString::decodeBase64));
          }
          return chain;
        });
  }

  /** The TBSCertificate as it will be signed, before SCTs are put in. */
  private static ByteString withoutPoison(ByteString der) throws IOException {
    var tbs = Certificate.getInstance(der.toByteArray()).getTBSCertificate();
    var members = new ASN1EncodableVector();
    for (var member : ASN1Sequence.getInstance(tbs.toASN1Primitive())) {
      boolean extensions = member instanceof ASN1TaggedObject tagged && tagged.getTagNo() == 3;
      members.add(extensions ? withoutPoison((ASN1TaggedObject) member) : member);
    }
    return ByteString.of(new DERSequence(members).getEncoded("DER"));
  }

  private static DERTaggedObject withoutPoison(ASN1TaggedObject extensions) {
    var kept = new ASN1EncodableVector();
    for (var extension : ASN1Sequence.getInstance(extensions, true)) {
      if (!POISON.equals(ASN1Sequence.getInstance(extension).getObjectAt(0))) {
        kept.add(extension);
      }
    }
    return new DERTaggedObject(true, 3, new DERSequence(kept));
  }

  private ByteString sign(ByteString message) {
    try {
      var signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(keys.getPrivate());
      signature.update(message.toByteArray());
      return ByteString.of(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
