package dev.referrers.error;

import dev.referrers.internal.text.Printable;

/**
 * One entry of the {@code errors} array in a registry's answer.
 *
 * @param code upper-case word such as {@code MANIFEST_UNKNOWN}; unregistered words are kept as they
 *     came
 * @param message the registry's text, cut to 1024 characters and empty when absent; untrusted
 * @see <a
 *     href="https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#error-codes">
 *     distribution-spec, Error Codes</a>
 */
public record RegistryError(String code, String message) {

  private static final int MAX_CODE = 128;
  private static final int MAX_MESSAGE = 1024;

  public RegistryError {
    code = Printable.of(code, MAX_CODE);
    message = Printable.of(message, MAX_MESSAGE);
  }
}
