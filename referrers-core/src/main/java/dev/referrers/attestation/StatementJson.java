package dev.referrers.attestation;

import dev.referrers.error.MalformedContentException;
import dev.referrers.json.JsonObjectReader;
import dev.referrers.json.JsonObjectWriter;
import dev.referrers.json.StrictJson;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** The JSON form of statements. */
final class StatementJson {

  private StatementJson() {}

  static Statement parse(ByteString bytes) throws MalformedContentException {
    return StrictJson.read("Statement", bytes, object -> read(bytes, object));
  }

  private static Statement read(ByteString bytes, JsonObjectReader object) throws IOException {
    @Nullable String type = null;
    @Nullable List<ResourceDescriptor> subject = null;
    @Nullable String predicateType = null;
    @Nullable ByteString predicate = null;
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      switch (name) {
        case "_type" -> type = object.string();
        case "subject" -> subject = object.objects(StatementJson::readSubject);
        case "predicateType" -> predicateType = object.string();
        case "predicate" -> predicate = object.raw();
        default -> object.skip();
      }
    }
    if (type == null || !(type.equals(Statement.TYPE_V1) || type.equals(Statement.TYPE_V0_1))) {
      throw object.malformed(
          "_type", "expected an in-toto statement of version 0.1 or 1 but was " + type);
    }
    return new Statement(
        bytes,
        type,
        object.required("subject", subject),
        object.required("predicateType", predicateType),
        predicate);
  }

  private static ResourceDescriptor readSubject(JsonObjectReader object) throws IOException {
    @Nullable String subjectName = null;
    Map<String, String> digest = Map.of();
    Map<String, String> annotations = Map.of();
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      switch (name) {
        case "name" -> subjectName = object.optionalString();
        case "digest" -> digest = object.stringMap();
        case "annotations" -> annotations = readAnnotations(object);
        default -> object.skip();
      }
    }
    return new ResourceDescriptor(subjectName, digest, annotations);
  }

  /** Only strings are claims; others are passed over. */
  private static Map<String, String> readAnnotations(JsonObjectReader object) throws IOException {
    var annotations = new LinkedHashMap<String, String>();
    object.optionalObject(
        map -> {
          for (String key = map.nextName(); key != null; key = map.nextName()) {
            String value = map.ifString();
            if (value != null) {
              annotations.put(key, value);
            }
          }
          return annotations;
        });
    return annotations;
  }

  static Statement build(
      List<ResourceDescriptor> subject, String predicateType, ByteString predicate) {
    if (subject.isEmpty() || subject.stream().anyMatch(each -> each.digest().isEmpty())) {
      throw new IllegalArgumentException("Statement needs a subject, and each subject a digest");
    }
    if (predicateType.isBlank()) {
      throw new IllegalArgumentException("Statement needs a predicateType");
    }
    requireObject(predicate);
    ByteString bytes =
        JsonObjectWriter.writeUnescaped(
            subject,
            (subjects, object) -> {
              object.string("_type", Statement.TYPE_V1);
              object.objects("subject", subjects, StatementJson::writeSubject);
              object.string("predicateType", predicateType);
              object.raw("predicate", predicate);
            });
    return new Statement(bytes, Statement.TYPE_V1, subject, predicateType, predicate);
  }

  private static void requireObject(ByteString predicate) {
    try {
      StrictJson.read(
          "Predicate",
          predicate,
          object -> {
            while (object.nextName() != null) {
              object.skip();
            }
            return object;
          });
    } catch (MalformedContentException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** As cosign 3 writes it: annotations also when there are none, for it has no other claims. */
  private static void writeSubject(ResourceDescriptor subject, JsonObjectWriter object)
      throws IOException {
    object.string("name", subject.name());
    object.stringMap("digest", subject.digest());
    if (subject.name() == null || !subject.annotations().isEmpty()) {
      object.object("annotations", subject.annotations(), StatementJson::writeAnnotations);
    }
  }

  private static void writeAnnotations(Map<String, String> annotations, JsonObjectWriter object)
      throws IOException {
    for (var annotation : annotations.entrySet()) {
      object.string(annotation.getKey(), annotation.getValue());
    }
  }
}
