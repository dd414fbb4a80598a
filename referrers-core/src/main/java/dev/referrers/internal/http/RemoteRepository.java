package dev.referrers.internal.http;

import dev.referrers.internal.concurrent.Deadline;
import dev.referrers.internal.concurrent.Time;
import dev.referrers.internal.tag.TagUpdater;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.oci.RepositoryName;
import dev.referrers.oci.Tag;
import dev.referrers.repository.Blob;
import dev.referrers.repository.FetchedManifest;
import dev.referrers.repository.Precondition;
import dev.referrers.repository.PushedManifest;
import dev.referrers.repository.PushedTag;
import dev.referrers.repository.ReferrersAnswer;
import dev.referrers.repository.Repository;
import dev.referrers.repository.TagsPage;
import dev.referrers.transport.Capabilities;
import dev.referrers.transport.Limits;
import dev.referrers.transport.RegistryListener;
import java.io.IOException;
import java.time.Duration;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/** A repository of a registry: hands each operation to the class that knows its call. */
final class RemoteRepository implements Repository {

  private final Remote remote;
  private final @Nullable Deadline deadline;

  /**
   * @param deadline of all calls; null for one of its own for each
   */
  RemoteRepository(Remote remote, @Nullable Deadline deadline) {
    this.remote = remote;
    this.deadline = deadline;
  }

  @Override
  public String location() {
    return remote.location();
  }

  @Override
  public Repository within(Duration deadline) {
    return new RemoteRepository(
        remote, Deadline.in(deadline, Time.SYSTEM).orEarlier(this.deadline));
  }

  @Override
  public Repository inOneOperation() {
    return deadline == null ? new RemoteRepository(remote, deadline()) : this;
  }

  @Override
  public Capabilities capabilities() {
    return remote.settings().capabilities();
  }

  @Override
  public Limits limits() {
    return remote.settings().limits();
  }

  @Override
  public RegistryListener listener() {
    return remote.listener();
  }

  @Override
  public @Nullable Descriptor find(String tagOrDigest) throws IOException {
    return new HeadManifest(remote).run(ManifestName.parse(tagOrDigest), deadline());
  }

  @Override
  public @Nullable FetchedManifest fetch(String tagOrDigest) throws IOException {
    return new GetManifest(remote).find(ManifestName.parse(tagOrDigest), deadline());
  }

  @Override
  public FetchedManifest require(String tagOrDigest) throws IOException {
    return new GetManifest(remote).run(ManifestName.parse(tagOrDigest), deadline());
  }

  @Override
  public PushedManifest push(Manifest manifest) throws IOException {
    return new PutManifest(remote).run(manifest, deadline());
  }

  @Override
  public PushedTag pushTag(String tag, Manifest manifest, Precondition precondition)
      throws IOException {
    return new PutManifest(remote).run(Tag.parse(tag), manifest, precondition, deadline());
  }

  @Override
  public boolean hasBlob(Digest blob) throws IOException {
    return new HeadBlob(remote).run(blob, deadline());
  }

  @Override
  public BufferedSource openBlob(Descriptor blob) throws IOException {
    return new GetBlob(remote, blob, transferDeadline()).open();
  }

  @Override
  public void pushBlob(Blob blob) throws IOException {
    new PushBlob(remote).run(blob, transferDeadline());
  }

  @Override
  public boolean mountBlob(Digest blob, RepositoryName from) throws IOException {
    return new MountBlob(remote).run(blob, from, deadline());
  }

  @Override
  public ReferrersAnswer referrers(
      Digest subject, @Nullable String artifactType, @Nullable String next) throws IOException {
    return new ListReferrers(remote, subject, artifactType).run(next, deadline());
  }

  @Override
  public TagsPage tags(@Nullable String next) throws IOException {
    return new ListTags(remote).run(next, deadline());
  }

  @Override
  public boolean deleteManifest(Digest manifest) throws IOException {
    return new Delete(remote).run(remote.endpoint().manifest(manifest), deadline());
  }

  @Override
  public boolean deleteTag(String tag) throws IOException {
    boolean deleted =
        new Delete(remote).run(remote.endpoint().manifest(Tag.parse(tag)), deadline());
    TagUpdater.forget(this, tag);
    return deleted;
  }

  @Override
  public boolean deleteBlob(Digest blob) throws IOException {
    return new Delete(remote).run(remote.endpoint().blob(blob), deadline());
  }

  private Deadline deadline() {
    return deadline == null ? Deadline.in(remote.settings().timeout(), Time.SYSTEM) : deadline;
  }

  private Deadline transferDeadline() {
    return deadline == null
        ? Deadline.in(remote.settings().transferTimeout(), Time.SYSTEM)
        : deadline;
  }

  @Override
  public String toString() {
    return location();
  }
}
