package dev.referrers.cosign;

import dev.referrers.AttestationPublisher;
import dev.referrers.ReferrerDecoder;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;

/**
 * Migrates what is under cosign's tags, and in its experimental manifests, to layouts that are
 * referrers:
 *
 * <pre>{@code
 * Migration.in(api)
 *     .to(BundlePublisher.into(api).build(), StoredBundles.decoder())
 *     .to(ReferrerPublisher.into(api).build(), ReferrerDecoder.plain())
 *     .to(CosignReferrerPublisher.into(api).build(), CosignReferrers.decoder())
 * }</pre>
 *
 * <p>Each attestation goes to the first layout that can hold all of it, with the same signature.
 * Envelopes become bundles, and SBOMs plain referrers; legacy signatures can't become a bundle
 * without a new signature, so they are carried over as they are by the last layout above, or left
 * where it is missing. So is everything else that a bundle can't hold, such as a log entry without
 * an inclusion proof.
 *
 * <p>Nothing is stored twice: what is there already, listed and with the very same signature, is
 * taken as done, so a run that was broken off is started again as it was. Publishers should append:
 * what others take for identical may have another signature, and does not count here.
 *
 * <p>All attestations of a subject are in memory at once. Immutable and thread-safe; two runs for
 * one subject at the same time may publish the same twice.
 */
public final class Migration {

  private final MigrationSettings settings;

  private Migration(MigrationSettings settings) {
    this.settings = settings;
  }

  /**
   * A migration to nowhere yet, of tags without a prefix.
   *
   * @param repository where the tags and the referrers are; the images they are about may be in
   *     another one
   */
  public static Migration in(Repository repository) {
    return new Migration(MigrationSettings.in(repository));
  }

  /**
   * Migrates to this layout what none of those before can hold.
   *
   * @param publisher should append
   * @param decoder of the same layout, which finds in the same repository what the publisher writes
   */
  public Migration to(AttestationPublisher publisher, ReferrerDecoder decoder) {
    return new Migration(settings.with(new MigrationRoute(publisher, decoder)));
  }

  /**
   * Says in bundles which of these keys has signed. Tags don't tell, and without this nor do the
   * bundles: then it takes the key to find its signature. Nothing else depends on it.
   */
  public Migration withKeys(List<PublicKey> keys) {
    return new Migration(settings.with(new KeyHints(keys)));
  }

  /**
   * Migrates tags that begin so, as with {@code --attachment-tag-prefix}.
   *
   * @throws IllegalArgumentException when no tag can begin so, or it is too long
   */
  public Migration withPrefix(String prefix) {
    return new Migration(settings.with(new CosignTag(prefix)));
  }

  /**
   * Sets the settle time of those who publish under the tags; two seconds by default, as theirs. A
   * tag is removed within half of it after the last look, and what is put back has to stay for it.
   *
   * @throws IllegalArgumentException when it is not positive
   * @see dev.referrers.TagPublisher.Builder#settle
   */
  public Migration withSettle(Duration settle) {
    return new Migration(settings.with(settle));
  }

  /**
   * Looks through the tags of the repository for all that there is to migrate. An index leads to
   * what it lists; referrers tags are passed over.
   *
   * @throws dev.referrers.error.LimitExceededException past {@link Repository#MOST_TAGS}
   */
  public MigrationSubjects subjects() throws IOException {
    return MigrationSubjects.in(settings.repository(), settings.tags().prefix());
  }

  /**
   * Works out what {@link #migrate} would do, without writing anything.
   *
   * @throws IOException when not everything can be read that is there
   */
  public MigrationPlan plan(Descriptor subject) throws IOException {
    return MigrationPass.look(settings, subject).plan();
  }

  /**
   * Migrates what is attached to a subject, and leaves the tags.
   *
   * @throws dev.referrers.error.UnconfirmedPublicationException when something that is published
   *     was not seen listed, or not read back the same
   * @throws IOException when not everything can be read that is there, or something could not be
   *     published; starting again goes on from there
   */
  public MigrationReport migrate(Descriptor subject) throws IOException {
    return new MigrationRun(settings, subject, null).run();
  }

  /**
   * Migrates what is attached to a subject, and removes the tags all of whose layers were seen
   * listed and read back from their new places. What others append to a tag meanwhile is migrated
   * too. A tag that the registry does not let go stays, with a warning.
   *
   * <p>Registries have no conditional deletion of a tag. What is appended between the last look at
   * a tag and its deletion, one round trip, goes with the tag: publishers of this library notice
   * that and write it again, cosign does not.
   *
   * @param journal keeps what the tags hold before they go
   * @throws IOException as with {@link #migrate(Descriptor)}
   */
  public MigrationReport migrateAndRemoveTags(Descriptor subject, MigrationJournal journal)
      throws IOException {
    return new MigrationRun(settings, subject, journal).run();
  }

  /**
   * Puts the tags of a record back, with the bytes that they had, and returns when it is sure that
   * they stay. A tag that others have made anew keeps what they put there, and gets behind it what
   * it lacks. What was published stays: it says the same once more. Can be run again. Of several
   * records the last goes first: where a tag moved during a migration, it holds all.
   *
   * @throws IllegalArgumentException when the record has a tag that is none of its subject
   * @throws dev.referrers.error.LimitExceededException when another SBOM is where there is room for
   *     one
   */
  public RollbackReport rollback(MigrationRecord record) throws IOException {
    return new MigrationRollback(settings, record).restore().report();
  }

  /**
   * Puts the tags of a record back, and then deletes the referrers that the migration had added.
   * One stays when what it says is in no tag and no experimental manifest any more.
   *
   * @throws IOException as with {@link #rollback}
   */
  public RollbackReport rollbackAndDelete(MigrationRecord record) throws IOException {
    return new MigrationRollback(settings, record).restore().delete().report();
  }
}
