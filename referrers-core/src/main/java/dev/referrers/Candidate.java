package dev.referrers;

import dev.referrers.attestation.Attestation;
import dev.referrers.error.LimitExceededException;
import dev.referrers.error.MalformedContentException;
import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import okio.BufferedSource;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * An attestation that was found and not verified: anybody who can push can make one. What it holds
 * is loaded when it is first asked for. Thread-safe.
 */
public final class Candidate {

  /**
   * What is the same for an attestation wherever it was found. All that decides how it is read is
   * in it, so that nobody can put a broken one in front of a good one.
   */
  sealed interface Key {}

  private record ManifestKey(Digest digest) implements Key {}

  private record LayerKey(
      String location, Class<?> form, Descriptor content, Annotations annotations) implements Key {}

  private final Repository repository;
  private final Descriptor descriptor;
  private final List<Source> origins;
  private final StoredAttestation stored;
  private @Nullable Attestation attestation;
  private @Nullable IOException unreadable;

  private Candidate(
      Repository repository,
      Descriptor descriptor,
      List<Source> origins,
      StoredAttestation stored) {
    this.repository = repository;
    this.descriptor = descriptor;
    this.origins = List.copyOf(origins);
    this.stored = stored;
  }

  /**
   * A candidate that is not loaded yet; for readers of further layouts.
   *
   * @param repository that its blob is in
   * @param manifest the manifest that holds it, and what a list says about that
   * @param origins the sources that list it
   */
  public static Candidate of(
      Repository repository, Descriptor manifest, List<Source> origins, StoredAttestation stored) {
    return new Candidate(repository, manifest, origins, stored);
  }

  /** The manifest that holds it, and what a list says about that. */
  public Descriptor descriptor() {
    return descriptor;
  }

  /**
   * What tells it from others: the layer with its annotations where the layout keeps several in one
   * manifest, else {@link #descriptor()}.
   */
  public Descriptor entry() {
    return stored.entry();
  }

  /** The sources that list it. */
  public List<Source> origins() {
    return origins;
  }

  /** What it is stored as, in the words of {@link Publication#layout()}. */
  public String layout() {
    return stored.layout();
  }

  /**
   * What it holds. Remembered after the first time.
   *
   * @throws MalformedContentException when it is not what it is listed as, and never will be
   * @throws LimitExceededException when it is larger than is read
   * @throws IOException when it could not be had this time
   */
  public synchronized Attestation attestation() throws IOException {
    Attestation known = attestation;
    if (known == null) {
      Descriptor blob = blob();
      try {
        known = stored.read(blob == null ? ByteString.EMPTY : read(blob));
      } catch (MalformedContentException | LimitExceededException e) {
        unreadable = e; // what is stored under a digest does not change
        throw e;
      }
      attestation = known;
    }
    return known;
  }

  /** Whether it is looked for, as far as lists tell; see {@link StoredAttestation#told}. */
  @Nullable Boolean told(AttestationQuery query) {
    return stored.told(query);
  }

  /** How much has to be read for it; 0 when nothing has to. */
  synchronized long bytesToRead() throws IOException {
    Descriptor blob = attestation == null ? blob() : null;
    return blob == null ? 0 : blob.size();
  }

  /** Whether it is looked for; what can't be read is, so that whoever asks for it is told. */
  boolean isKept(AttestationQuery query) throws InterruptedIOException {
    Boolean told = told(query);
    if (told != null) {
      return told;
    }
    try {
      return query.keeps(attestation().content());
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      return true;
    }
  }

  /** Lets go of what was loaded; the next who asks for it has it loaded again. */
  synchronized void forget() {
    attestation = null;
  }

  Key key() {
    Descriptor entry = entry();
    boolean manifest = entry.digest().equals(descriptor.digest());
    return manifest
        ? new ManifestKey(entry.digest())
        : new LayerKey(repository.location(), stored.getClass(), entry.bare(), entry.annotations());
  }

  /** The same, found in other places too. */
  Candidate alsoIn(List<Source> others) {
    List<Source> all = new ArrayList<>(origins);
    others.stream().filter(source -> !all.contains(source)).forEach(all::add);
    return new Candidate(repository, descriptor, all, stored);
  }

  private @Nullable Descriptor blob() throws IOException {
    if (unreadable != null) {
      throw unreadable;
    }
    try {
      return stored.blob();
    } catch (MalformedContentException | LimitExceededException e) {
      unreadable = e;
      throw e;
    }
  }

  private ByteString read(Descriptor blob) throws IOException {
    try (BufferedSource source = repository.openBlob(blob)) {
      return source.readByteString();
    }
  }

  @Override
  public String toString() {
    return layout() + ' ' + entry().digest();
  }
}
