package dev.referrers.bundle.internal.json;

import java.io.IOException;

/**
 * Reads one message: asks for names until there is none, and consumes the value after each.
 *
 * @param <T> what the message becomes
 */
@FunctionalInterface
public interface ProtoBody<T> {

  T read(ProtoObject object) throws IOException;
}
