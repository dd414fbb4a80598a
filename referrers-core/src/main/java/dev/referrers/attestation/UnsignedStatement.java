package dev.referrers.attestation;

import dev.referrers.error.MalformedContentException;
import okio.ByteString;

/**
 * An in-toto statement that nobody has signed, as BuildKit stores it. It is worth as much as the
 * place that it was found in; no verifier accepts it.
 *
 * @param payload the statement's bytes, as they are stored
 */
public record UnsignedStatement(ByteString payload) implements Content {

  /** Reads the statement, which anybody may have written. */
  public Statement readStatement() throws MalformedContentException {
    return Statement.parse(payload);
  }
}
