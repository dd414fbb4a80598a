package dev.referrers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.error.LimitExceededException;
import dev.referrers.repository.Blob;
import dev.referrers.repository.Repository;
import java.io.IOException;
import okio.ByteString;
import org.junit.jupiter.api.Test;

class MemoryRepositoryTest extends PublishingContract {

  private final Repository repository = MemoryRepository.holding(16 << 20);

  @Override
  Repository repository() {
    return repository;
  }

  @Test
  void holdsNoMoreThanItsCapacity() throws IOException {
    Repository small = MemoryRepository.holding(10);
    Blob six = Blob.of("a/b", ByteString.encodeUtf8("abcdef"));
    Blob five = Blob.of("a/b", ByteString.encodeUtf8("vwxyz"));
    small.pushBlob(six);
    small.pushBlob(six);

    assertThatThrownBy(() -> small.pushBlob(five))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageMatching(
            "Content of memory:[0-9]+ is longer than 10 bytes \\(MemoryRepository.holding\\)");

    small.deleteBlob(six.descriptor().digest());
    small.pushBlob(five);
    assertThat(small.hasBlob(five.descriptor().digest())).isTrue();
  }

  @Test
  void sharesNothingWithAnother() {
    assertThat(MemoryRepository.holding(10).location())
        .isNotEqualTo(MemoryRepository.holding(10).location());
  }
}
