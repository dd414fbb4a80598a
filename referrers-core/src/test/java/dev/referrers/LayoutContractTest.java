package dev.referrers;

import dev.referrers.repository.Repository;
import java.io.IOException;

class LayoutContractTest extends PublishingContract {

  /** Each call opens the layout, so that nothing is only remembered. */
  @Override
  Repository repository() throws IOException {
    return OciLayout.create(directory.resolve("layout"));
  }
}
