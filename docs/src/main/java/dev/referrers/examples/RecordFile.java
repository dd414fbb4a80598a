package dev.referrers.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.referrers.cosign.Migration;
import dev.referrers.cosign.MigrationJournal;
import dev.referrers.cosign.MigrationRecord;
import dev.referrers.cosign.RollbackReport;
import dev.referrers.error.MalformedContentException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * A file with one record of a migration a line, to which more are added. A line that a run was
 * killed over is no record; nothing was removed by it.
 */
record RecordFile(Path file) implements MigrationJournal {

  /** {@inheritDoc} Returns when the disk has it. */
  @Override
  public void keep(MigrationRecord record) throws IOException {
    try (FileChannel out =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
      String start = out.size() == 0 ? "" : "\n"; // the last line may have no end
      ByteBuffer line = ByteBuffer.wrap((start + record.toJson().utf8() + "\n").getBytes(UTF_8));
      while (line.hasRemaining()) {
        out.write(line);
      }
      out.force(true);
    }
  }

  /**
   * Puts back what all lines keep, the last first: of a tag that moved it knows all.
   *
   * @throws MalformedContentException after that, when a line is no record
   */
  int rollBack(Migration migration, boolean delete, Terminal terminal) throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    Collections.reverse(lines);
    lines.removeIf(String::isEmpty);
    @Nullable MalformedContentException broken = null;
    for (String line : lines) {
      MigrationRecord record;
      try {
        record = MigrationRecord.parse(ByteString.encodeUtf8(line));
      } catch (MalformedContentException e) {
        broken = e;
        continue;
      }
      RollbackReport done =
          delete ? migration.rollbackAndDelete(record) : migration.rollback(record);
      print("tag", done.restored(), "restored", terminal);
      print("tag", done.merged(), "merged", terminal);
      print("tag", done.unchanged(), "unchanged", terminal);
      print("manifest", done.deleted(), "deleted", terminal);
      done.warnings().forEach(terminal.err()::println);
    }
    if (broken != null) {
      throw broken;
    }
    return Program.SUCCESS;
  }

  private static void print(String what, List<?> all, String outcome, Terminal terminal)
      throws IOException {
    for (Object each : all) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put(what, each);
      line.put("outcome", outcome);
      terminal.line(line);
    }
  }
}
