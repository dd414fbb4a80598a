package dev.referrers.transport;

import dev.referrers.error.CredentialException;
import dev.referrers.error.MalformedContentException;
import dev.referrers.json.JsonObjectReader;
import dev.referrers.json.StrictJson;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * A program {@code docker-credential-<name>} that keeps secrets.
 *
 * @see <a href="https://github.com/docker/docker-credential-helpers">docker-credential-helpers</a>
 */
final class CredentialHelper {

  static final Duration TIME_LIMIT = Duration.ofSeconds(30);

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final String NOT_FOUND = "credentials not found in native keychain";
  private static final String IDENTITY_TOKEN_USER = "<token>";

  private record Kept(String user, String secret) {

    static Kept read(JsonObjectReader object) throws IOException {
      String user = null;
      String secret = null;
      for (String name = object.nextName(); name != null; name = object.nextName()) {
        switch (name) {
          case "Username" -> user = object.optionalString();
          case "Secret" -> secret = object.optionalString();
          default -> object.skip();
        }
      }
      return new Kept(user == null ? "" : user, secret == null ? "" : secret);
    }

    @Nullable Credential credential(String source) {
      if (secret.isEmpty()) {
        return null;
      }
      return user.equals(IDENTITY_TOKEN_USER)
          ? new Credential.IdentityToken(secret, source)
          : new Credential.Basic(user, secret, source);
    }

    @Override
    public String toString() {
      return "Kept";
    }
  }

  private final String program;
  private final Environment environment;
  private final Duration timeLimit;

  /**
   * @throws IllegalArgumentException when no program may be called so
   */
  CredentialHelper(String name, Environment environment) {
    this(name, environment, TIME_LIMIT);
  }

  CredentialHelper(String name, Environment environment, Duration timeLimit) {
    this.program = "docker-credential-" + name;
    this.environment = environment;
    this.timeLimit = timeLimit;
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("Helper needs a name of letters, digits and inner . _ -");
    }
  }

  /** Asks the program for the registry's secret; null when it has none. */
  @Nullable Credential get(String registry) throws IOException {
    var run = HelperProcess.run(path(), RegistryKey.server(registry), program, timeLimit);
    if (run.exitCode() == 0) {
      return credential(run.output());
    }
    if (run.output().utf8().strip().equals(NOT_FOUND)) {
      return null;
    }
    throw problem("the program ended with exit code " + run.exitCode());
  }

  private @Nullable Credential credential(ByteString output) throws IOException {
    Kept kept;
    try {
      kept = StrictJson.read("Helper output", output, Kept::read);
    } catch (MalformedContentException e) {
      // neither its text nor itself as cause: both can quote the secret
      throw problem("the program answered something other than the JSON of a credential");
    }
    try {
      return kept.credential(program);
    } catch (IllegalArgumentException e) {
      throw problem(String.valueOf(e.getMessage()));
    }
  }

  /** Looks in absolute directories only, so that nothing in the working directory is run. */
  private Path path() throws CredentialException {
    String path = environment.variable("PATH");
    for (String directory : (path == null ? "" : path).split(File.pathSeparator, -1)) {
      for (String name : List.of(program, program + ".exe")) {
        File file = new File(directory, name);
        if (new File(directory).isAbsolute() && file.isFile() && file.canExecute()) {
          return file.toPath();
        }
      }
    }
    throw new CredentialException(
        program, "there is no such program on the PATH", "the auth file asks for it", null);
  }

  private CredentialException problem(String problem) {
    return new CredentialException(program, problem, null, null);
  }
}
