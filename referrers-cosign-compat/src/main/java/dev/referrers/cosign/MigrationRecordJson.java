package dev.referrers.cosign;

import dev.referrers.attestation.Base64Text;
import dev.referrers.cosign.MigrationRecord.KeptTag;
import dev.referrers.error.MalformedContentException;
import dev.referrers.json.JsonObjectReader;
import dev.referrers.json.JsonObjectWriter;
import dev.referrers.json.StrictJson;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.oci.Tag;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** The JSON form of a record; what stands there is what was stored, as base64. */
final class MigrationRecordJson {

  private static final String WHAT = "Migration record";
  private static final long VERSION = 1;

  private MigrationRecordJson() {}

  static ByteString write(MigrationRecord record) {
    return JsonObjectWriter.write(record, MigrationRecordJson::write);
  }

  private static void write(MigrationRecord record, JsonObjectWriter object) throws IOException {
    object.integer("version", VERSION);
    object.object("subject", record.subject(), MigrationRecordJson::writeSubject);
    object.objects("tags", record.tags(), MigrationRecordJson::writeTag);
    object.strings("added", record.added().stream().map(Digest::toString).toList());
  }

  private static void writeSubject(Descriptor subject, JsonObjectWriter object) throws IOException {
    object.string("mediaType", subject.mediaType());
    object.string("digest", subject.digest().toString());
    object.integer("size", subject.size());
  }

  private static void writeTag(KeptTag kept, JsonObjectWriter object) throws IOException {
    Map<String, String> blobs = new LinkedHashMap<>();
    kept.descriptors()
        .forEach(each -> blobs.put(each.digest().toString(), kept.content(each).base64()));
    object.string("tag", kept.tag());
    object.string("mediaType", kept.manifest().mediaType());
    object.string("manifest", kept.manifest().bytes().base64());
    object.stringMap("blobs", blobs);
  }

  static MigrationRecord parse(ByteString json) throws MalformedContentException {
    return StrictJson.read(WHAT, json, MigrationRecordJson::read);
  }

  private static MigrationRecord read(JsonObjectReader object) throws IOException {
    @Nullable Long version = null;
    @Nullable Descriptor subject = null;
    List<KeptTag> tags = List.of();
    List<Digest> added = List.of();
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      switch (name) {
        case "version" -> version = object.integer();
        case "subject" -> subject = object.object(MigrationRecordJson::readSubject);
        case "tags" -> tags = object.objects(MigrationRecordJson::readTag);
        case "added" -> added = object.strings(Integer.MAX_VALUE, Digest::parse);
        default -> throw object.malformed(name, "expected no such member");
      }
    }
    if (object.required("version", version) != VERSION) {
      throw object.malformed("version", "expected 1 but was " + version);
    }
    return new MigrationRecord(object.required("subject", subject), tags, added);
  }

  private static Descriptor readSubject(JsonObjectReader object) throws IOException {
    @Nullable String mediaType = null;
    @Nullable Digest digest = null;
    @Nullable Long size = null;
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      switch (name) {
        case "mediaType" -> mediaType = object.string();
        case "digest" -> digest = object.string(Digest::parse);
        case "size" -> size = object.integer();
        default -> throw object.malformed(name, "expected no such member");
      }
    }
    mediaType = object.required("mediaType", mediaType);
    digest = object.required("digest", digest);
    try {
      return Descriptor.of(mediaType, digest, object.required("size", size));
    } catch (IllegalArgumentException e) {
      throw object.malformed(e);
    }
  }

  private static KeptTag readTag(JsonObjectReader object) throws IOException {
    @Nullable Tag tag = null;
    @Nullable String mediaType = null;
    @Nullable ByteString manifest = null;
    Map<String, String> blobs = Map.of();
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      switch (name) {
        case "tag" -> tag = object.string(Tag::parse);
        case "mediaType" -> mediaType = object.string();
        case "manifest" -> manifest = object.string(Base64Text::decode);
        case "blobs" -> blobs = object.stringMap();
        default -> throw object.malformed(name, "expected no such member");
      }
    }
    String name = object.required("tag", tag).value();
    mediaType = object.required("mediaType", mediaType);
    Manifest parsed =
        Manifest.parse(WHAT + ", tag " + name, mediaType, object.required("manifest", manifest));
    try {
      return new KeptTag(name, ImageManifest.of(parsed), decode(blobs));
    } catch (IllegalArgumentException e) {
      throw object.malformed(e);
    }
  }

  private static Map<Digest, ByteString> decode(Map<String, String> blobs) {
    Map<Digest, ByteString> decoded = new LinkedHashMap<>();
    blobs.forEach((digest, text) -> decoded.put(Digest.parse(digest), Base64Text.decode(text)));
    return decoded;
  }
}
