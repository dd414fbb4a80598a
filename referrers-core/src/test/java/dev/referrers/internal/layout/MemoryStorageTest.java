package dev.referrers.internal.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.error.LimitExceededException;
import dev.referrers.oci.Descriptor;
import java.io.IOException;
import okio.Buffer;
import okio.ByteString;
import okio.ForwardingSource;
import org.junit.jupiter.api.Test;

class MemoryStorageTest {

  private static final ByteString SIX = ByteString.encodeUtf8("abcdef");
  private static final ByteString OTHER = ByteString.encodeUtf8("uvwxyz");

  private final MemoryStorage storage = new MemoryStorage(10);

  @Test
  void countsWhatIsStillUnderWay() throws IOException {
    Descriptor six = Descriptor.of("a/b", SIX);
    var slow =
        new ForwardingSource(new Buffer().write(SIX)) {
          @Override
          public long read(Buffer sink, long byteCount) throws IOException {
            assertThatThrownBy(() -> write(OTHER)).isInstanceOf(LimitExceededException.class);
            return super.read(sink, byteCount);
          }
        };

    storage.write(six, slow);

    assertThat(storage.has(six.digest())).isTrue();
  }

  @Test
  void whatDidNotArriveTakesNoRoom() throws IOException {
    var broken =
        new ForwardingSource(new Buffer()) {
          @Override
          public long read(Buffer sink, long byteCount) throws IOException {
            throw new IOException("broken");
          }
        };

    assertThatThrownBy(() -> storage.write(Descriptor.of("a/b", SIX), broken)).hasMessage("broken");

    write(OTHER);
    assertThat(storage.has(Descriptor.of("a/b", OTHER).digest())).isTrue();
  }

  private void write(ByteString content) throws IOException {
    storage.write(Descriptor.of("a/b", content), new Buffer().write(content));
  }
}
