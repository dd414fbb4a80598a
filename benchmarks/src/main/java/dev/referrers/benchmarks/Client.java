package dev.referrers.benchmarks;

import dev.referrers.oci.Descriptor;
import java.io.IOException;
import java.nio.file.Path;

/** What the clients are compared in. Each call does the whole work and returns what came of it. */
interface Client extends AutoCloseable {

  String name();

  /** Returns how many referrers of the image were listed. */
  int list(String repository, Descriptor image) throws IOException;

  /** Publishes the file beside the image, and returns its manifest's digest. */
  String publish(String repository, Descriptor image, Path file) throws IOException;

  /** Returns how many bytes were fetched into memory. */
  int fetch(String repository, Descriptor blob) throws IOException;

  @Override
  void close();
}
