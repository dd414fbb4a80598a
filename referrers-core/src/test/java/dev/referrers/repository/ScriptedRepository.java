package dev.referrers.repository;

import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.oci.RepositoryName;
import dev.referrers.transport.Capabilities;
import dev.referrers.transport.Limits;
import dev.referrers.transport.RegistryListener;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/** A repository that only reads, and answers what a test has told it to. */
public final class ScriptedRepository implements Repository {

  /** What a call comes to. */
  public interface Answer<T> {
    T get() throws IOException;
  }

  private final Map<String, Answer<FetchedManifest>> manifests = new HashMap<>();
  private final Deque<Answer<ReferrersAnswer>> pages = new ArrayDeque<>();
  private final Deque<TagsPage> tags = new ArrayDeque<>();
  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
  private final Capabilities capabilities = new Capabilities();
  private Limits limits = Limits.DEFAULT;
  private RegistryListener listener = RegistryListener.NONE;

  /** What was asked, in order: {@code referrers} or the tag or digest that was fetched. */
  public List<String> calls() {
    return List.copyOf(calls);
  }

  public ScriptedRepository put(String tag, Manifest manifest, @Nullable String version) {
    manifests.put(tag, () -> new FetchedManifest(manifest, version));
    return this;
  }

  /** Stores it under its digest. */
  public Descriptor put(Manifest manifest) {
    put(manifest.digest().toString(), manifest, null);
    return manifest.descriptor();
  }

  public ScriptedRepository fail(String tagOrDigest, IOException failure) {
    manifests.put(
        tagOrDigest,
        () -> {
          throw failure;
        });
    return this;
  }

  /** Answers the next question to the referrers API so; with nothing left there is no API. */
  public ScriptedRepository answer(ReferrersAnswer answer) {
    pages.add(() -> answer);
    return this;
  }

  public ScriptedRepository page(@Nullable String next, Descriptor... entries) {
    return answer(new ReferrersAnswer.Page(List.of(entries), false, next));
  }

  /** Answers the next question for tags so. */
  public ScriptedRepository tagsPage(@Nullable String next, String... names) {
    tags.add(new TagsPage(List.of(names), next));
    return this;
  }

  public ScriptedRepository failPage(IOException failure) {
    pages.add(
        () -> {
          throw failure;
        });
    return this;
  }

  public ScriptedRepository limits(Limits limits) {
    this.limits = limits;
    return this;
  }

  public ScriptedRepository listener(RegistryListener listener) {
    this.listener = listener;
    return this;
  }

  @Override
  public String location() {
    return "registry.example/acme/api";
  }

  @Override
  public Repository within(Duration deadline) {
    return this;
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public Limits limits() {
    return limits;
  }

  @Override
  public RegistryListener listener() {
    return listener;
  }

  @Override
  public @Nullable FetchedManifest fetch(String tagOrDigest) throws IOException {
    calls.add(tagOrDigest);
    Answer<FetchedManifest> answer = manifests.get(tagOrDigest);
    return answer == null ? null : answer.get();
  }

  @Override
  public ReferrersAnswer referrers(
      Digest subject, @Nullable String artifactType, @Nullable String next) throws IOException {
    calls.add("referrers");
    Answer<ReferrersAnswer> answer = pages.poll();
    return answer == null ? new ReferrersAnswer.NoApi("GET referrers: 404", true) : answer.get();
  }

  @Override
  public @Nullable Descriptor find(String tagOrDigest) {
    throw new UnsupportedOperationException("find");
  }

  @Override
  public PushedManifest push(Manifest manifest) {
    throw new UnsupportedOperationException("push");
  }

  @Override
  public PushedTag pushTag(String tag, Manifest manifest, Precondition precondition) {
    throw new UnsupportedOperationException("pushTag");
  }

  @Override
  public boolean hasBlob(Digest blob) {
    throw new UnsupportedOperationException("hasBlob");
  }

  @Override
  public BufferedSource openBlob(Descriptor blob) {
    throw new UnsupportedOperationException("openBlob");
  }

  @Override
  public void pushBlob(Blob blob) {
    throw new UnsupportedOperationException("pushBlob");
  }

  @Override
  public boolean mountBlob(Digest blob, RepositoryName from) {
    throw new UnsupportedOperationException("mountBlob");
  }

  @Override
  public TagsPage tags(@Nullable String next) {
    return tags.removeFirst();
  }

  @Override
  public boolean deleteManifest(Digest manifest) {
    throw new UnsupportedOperationException("deleteManifest");
  }

  @Override
  public boolean deleteTag(String tag) {
    throw new UnsupportedOperationException("deleteTag");
  }

  @Override
  public boolean deleteBlob(Digest blob) {
    throw new UnsupportedOperationException("deleteBlob");
  }
}
