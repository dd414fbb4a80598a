package dev.referrers.bundle.internal.verify;

import dev.referrers.attestation.Base64Text;
import dev.referrers.bundle.internal.trust.LogKey;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import okio.ByteString;

/**
 * A log's signed note of its size and root hash.
 *
 * @param origin which log it is
 * @param text what is signed
 * @see <a href="https://c2sp.org/tlog-checkpoint">C2SP, tlog-checkpoint</a>
 * @see <a href="https://c2sp.org/signed-note">C2SP, signed-note</a>
 */
record Checkpoint(
    String origin,
    long treeSize,
    ByteString rootHash,
    ByteString text,
    List<NoteSignature> signatures) {

  private static final Pattern SIZE = Pattern.compile("0|[1-9][0-9]{0,17}");
  private static final Pattern TREE_ID = Pattern.compile(" - [0-9]+");
  private static final int MAX_SIGNATURES = 100;

  /**
   * One line under the note.
   *
   * @param keyHint the first 4 bytes of what the signer's key is called
   */
  record NoteSignature(String name, ByteString keyHint, ByteString signature) {

    private static final String DASH = "— ";

    private static NoteSignature parse(String line) {
      int space = line.lastIndexOf(' ');
      if (!line.startsWith(DASH) || space <= DASH.length()) {
        throw new IllegalArgumentException("expected a signature line but was not");
      }
      ByteString bytes = Base64Text.decode(line.substring(space + 1));
      if (bytes.size() < 5) {
        throw new IllegalArgumentException("expected a signature but it is too short");
      }
      return new NoteSignature(
          line.substring(DASH.length(), space), bytes.substring(0, 4), bytes.substring(4));
    }
  }

  /**
   * Reads a checkpoint.
   *
   * @throws IllegalArgumentException when the text is none
   */
  static Checkpoint parse(String note) {
    int blank = note.lastIndexOf("\n\n");
    if (blank < 0 || !note.endsWith("\n")) {
      throw new IllegalArgumentException("expected a signed note but was not");
    }
    String text = note.substring(0, blank + 1);
    String[] lines = text.split("\n", -1);
    if (lines.length < 4 || lines[0].isBlank() || !SIZE.matcher(lines[1]).matches()) {
      throw new IllegalArgumentException("expected an origin, a size and a root hash but was not");
    }
    ByteString rootHash = Base64Text.decode(lines[2]);
    if (rootHash.size() != 32) {
      throw new IllegalArgumentException("expected a root hash of 32 bytes but was not");
    }
    return new Checkpoint(
        lines[0],
        Long.parseLong(lines[1]),
        rootHash,
        ByteString.encodeUtf8(text),
        signatures(note.substring(blank + 2)));
  }

  private static List<NoteSignature> signatures(String lines) {
    var signatures = new ArrayList<NoteSignature>();
    for (String line : lines.split("\n", MAX_SIGNATURES + 1)) {
      if (!line.isEmpty()) {
        signatures.add(NoteSignature.parse(line));
      }
    }
    return signatures;
  }

  /** Whether it is of one of several trees that a Rekor v1 keeps. */
  boolean ofRekorV1() {
    int dash = origin.lastIndexOf(" - ");
    return dash > 0 && TREE_ID.matcher(origin.substring(dash)).matches();
  }

  /**
   * Whether the log signed it, under the name that the origin tells. Signatures by others, such as
   * witnesses, are not looked at, but of the log's own every one has to hold.
   */
  boolean signedBy(LogKey log) {
    ByteString hint = log.checkpointKeyId().substring(0, Math.min(4, log.checkpointKeyId().size()));
    String name = ofRekorV1() ? origin.substring(0, origin.lastIndexOf(" - ")) : origin;
    if (!ofRekorV1() && !log.hosts().contains(name)) {
      return false; // a Rekor v1 may be reached under another name than it has
    }
    var own =
        signatures.stream()
            .filter(each -> each.name.equals(name) && each.keyHint.equals(hint))
            .toList();
    return !own.isEmpty() && own.stream().allMatch(each -> log.signed(text, each.signature));
  }
}
