package dev.referrers.transport;

import dev.referrers.error.CredentialException;
import dev.referrers.error.MalformedContentException;
import dev.referrers.json.JsonObjectReader;
import dev.referrers.json.StrictJson;
import dev.referrers.oci.RepositoryName;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import okio.BufferedSource;
import okio.ByteString;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/** The content of a Docker {@code config.json} or a Podman {@code auth.json}. */
final class AuthFile {

  private static final int MAX_BYTES = 1 << 20;

  private final String source;
  private final Map<String, AuthEntry> auths = new LinkedHashMap<>();
  private final Map<String, String> helpers = new LinkedHashMap<>();
  private String store = "";

  private AuthFile(String source) {
    this.source = source;
  }

  /** Reads the file, or answers null when there is none. */
  static @Nullable AuthFile read(Path path, String source) throws IOException {
    ByteString bytes = bytes(path, source);
    if (bytes == null) {
      return null;
    }
    try {
      return StrictJson.read("Auth file", bytes, new AuthFile(source)::read);
    } catch (MalformedContentException e) {
      // neither its text nor itself as cause: both can quote the file
      String place = e.path() == null ? "" : " at " + e.path();
      throw new CredentialException(source, "the file is malformed" + place, null, null);
    }
  }

  /** The helper program for the registry, or null when there is none. */
  @Nullable String helper(String registry) {
    String helper = helpers.getOrDefault(RegistryKey.host(registry), store);
    return helper.isEmpty() ? null : helper;
  }

  /** What the file itself holds for the repository: the entry with the longest path decides. */
  @Nullable Credential credential(String registry, RepositoryName repository) throws IOException {
    for (String key : RegistryKey.candidates(registry, repository)) {
      AuthEntry entry = auths.get(key);
      if (entry != null) {
        try {
          return entry.credential(source);
        } catch (IllegalArgumentException e) {
          throw new CredentialException(
              source, "entry of " + key + ": " + e.getMessage(), null, null);
        }
      }
    }
    return null;
  }

  private AuthFile read(JsonObjectReader object) throws IOException {
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      switch (name) {
        case "auths" -> object.optionalObject(this::readAuths);
        case "credHelpers" ->
            object.stringMap().forEach((key, helper) -> put(helpers, key, helper));
        case "credsStore" -> {
          String program = object.optionalString();
          store = program == null ? "" : program;
        }
        default -> object.skip();
      }
    }
    return this;
  }

  private AuthFile readAuths(JsonObjectReader object) throws IOException {
    for (String key = object.nextName(); key != null; key = object.nextName()) {
      AuthEntry entry = object.optionalObject(AuthEntry::read);
      if (entry != null && !entry.isEmpty()) {
        put(auths, key, entry);
      }
    }
    return this;
  }

  /** Of several spellings the first counts, except that Docker's own for Docker Hub goes first. */
  private static <V> void put(Map<String, V> values, String key, V value) {
    if (key.equals(RegistryKey.HUB_SERVER)) {
      values.put(RegistryKey.normal(key), value);
    } else {
      values.putIfAbsent(RegistryKey.normal(key), value);
    }
  }

  private static @Nullable ByteString bytes(Path path, String source) throws IOException {
    try (BufferedSource file = Okio.buffer(Okio.source(path))) {
      if (file.request(MAX_BYTES + 1)) {
        throw new CredentialException(
            source, "the file is longer than " + MAX_BYTES + " bytes", null, null);
      }
      return file.readByteString();
    } catch (NoSuchFileException e) {
      return null;
    } catch (CredentialException e) {
      throw e;
    } catch (IOException e) {
      throw new CredentialException(
          source, "the file cannot be read: " + e.getClass().getSimpleName(), null, e);
    }
  }
}
