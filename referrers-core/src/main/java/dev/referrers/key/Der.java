package dev.referrers.key;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * Steps through the elements of DER, without copying them, for key material can't be wiped from
 * copies that nobody knows of. Anything but DER is an {@link IllegalArgumentException}.
 */
final class Der {

  static final int INTEGER = 0x02;
  static final int OCTET_STRING = 0x04;
  static final int OBJECT_IDENTIFIER = 0x06;
  static final int SEQUENCE = 0x30;

  private final byte[] bytes;
  private final int end;
  private int position;

  Der(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  private Der(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.position = start;
    this.end = end;
  }

  boolean atEnd() {
    return position == end;
  }

  /** The content of the next element, which has to have this tag. */
  Der enter(int tag) {
    if (next() != tag) {
      throw new IllegalArgumentException("expected other DER");
    }
    int length = length();
    if (length > end - position) {
      throw new IllegalArgumentException("expected more DER but it ends");
    }
    position += length;
    return new Der(bytes, position - length, position);
  }

  /** A positive integer. */
  BigInteger positive() {
    Der content = enter(INTEGER);
    byte[] value = content.rest();
    boolean padded = value.length > 1 && value[0] == 0 && value[1] >= 0;
    if (value.length == 0 || value[0] < 0 || padded) {
      throw new IllegalArgumentException("expected a positive integer");
    }
    return new BigInteger(value);
  }

  /** A copy of what is left. */
  byte[] rest() {
    return Arrays.copyOfRange(bytes, position, end);
  }

  /** Whether the next element has this tag. */
  boolean isNext(int tag) {
    return !atEnd() && (bytes[position] & 0xff) == tag;
  }

  /** An element of this tag around the parts, which follow each other. */
  static byte[] element(int tag, byte[]... parts) {
    int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    byte[] header =
        length < 0x80
            ? new byte[] {(byte) tag, (byte) length}
            : length < 0x100
                ? new byte[] {(byte) tag, (byte) 0x81, (byte) length}
                : new byte[] {(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
    byte[] element = Arrays.copyOf(header, header.length + length);
    int position = header.length;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, element, position, part.length);
      position += part.length;
    }
    return element;
  }

  private int next() {
    if (atEnd()) {
      throw new IllegalArgumentException("expected more DER but it ends");
    }
    return bytes[position++] & 0xff;
  }

  private int length() {
    int first = next();
    if (first < 0x80) {
      return first;
    }
    int count = first & 0x7f;
    if (count < 1 || count > 3) {
      throw new IllegalArgumentException("expected a definite length of at most 16 MiB");
    }
    int length = 0;
    for (int i = 0; i < count; i++) {
      length = length << 8 | next();
    }
    if (length < 0x80 || length >> (8 * (count - 1)) == 0) {
      throw new IllegalArgumentException("expected the shortest form of a length");
    }
    return length;
  }
}
