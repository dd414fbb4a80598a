package dev.referrers.support;

import dev.referrers.internal.concurrent.Time;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * What a registry keeps, and how it behaves. Any number of {@link MemoryRepository} clients share
 * one. Steps run before or after a call, without a lock, and may change what is stored or fail.
 */
public final class MemoryStore {

  /** How it lists referrers. */
  public enum Api {
    /** By the API, and says so. */
    HONEST,
    /** By the API, without {@code OCI-Subject} (Quay, ggcr). */
    SILENT,
    /** Says that it does, and has no API (ECR, sigstore-js#1183). */
    LYING,
    /** Not at all. */
    NONE
  }

  /** What it makes of conditions. */
  public enum ETags {
    NONE,
    IGNORED,
    HONOURED
  }

  /** Runs at a call, such as {@code PUT tag}. */
  public interface Step {
    void run() throws IOException;
  }

  private record Planned(String call, boolean before, AtomicInteger skip, Step step) {}

  private static final AtomicInteger STORES = new AtomicInteger();

  final String location = "memory.example/store" + STORES.incrementAndGet();
  final Map<Digest, Manifest> manifests = new LinkedHashMap<>();
  final Map<String, Manifest> tags = new LinkedHashMap<>();
  final Set<Digest> blobs = new HashSet<>();
  final Set<Digest> unlisted = new HashSet<>();
  volatile Api api = Api.NONE;
  volatile ETags etags = ETags.NONE;
  volatile Predicate<Manifest> drop = manifest -> false;

  private volatile LongSupplier requestDelays = () -> 0;
  private volatile LongSupplier answerDelays = () -> 0;
  private final List<Planned> steps = new CopyOnWriteArrayList<>();
  private final List<String> calls = new ArrayList<>();

  public MemoryStore api(Api api) {
    this.api = api;
    return this;
  }

  public MemoryStore etags(ETags etags) {
    this.etags = etags;
    return this;
  }

  /** Answers 201 to these writes of a tag and forgets them. */
  public MemoryStore dropTagWrites(Predicate<Manifest> drop) {
    this.drop = drop;
    return this;
  }

  /** Runs the step before the next call of this name, once. */
  public MemoryStore before(String call, Step step) {
    return before(call, 1, step);
  }

  /** Runs the step before the n-th call of this name from now on, once. */
  public MemoryStore before(String call, int n, Step step) {
    steps.add(new Planned(call, true, new AtomicInteger(n - 1), step));
    return this;
  }

  /** Runs the step after the next call of this name, once; when it fails, the answer is lost. */
  public MemoryStore after(String call, Step step) {
    return after(call, 1, step);
  }

  /** Runs the step after the n-th call of this name from now on, once. */
  public MemoryStore after(String call, int n, Step step) {
    steps.add(new Planned(call, false, new AtomicInteger(n - 1), step));
    return this;
  }

  /**
   * Takes time for each call.
   *
   * @param requests milliseconds before the call has its effect
   * @param answers milliseconds before it is answered
   */
  public MemoryStore delays(LongSupplier requests, LongSupplier answers) {
    this.requestDelays = requests;
    this.answerDelays = answers;
    return this;
  }

  /** The calls so far, in order. */
  public List<String> calls() {
    synchronized (this) {
      return List.copyOf(calls);
    }
  }

  public synchronized void forgetCalls() {
    calls.clear();
  }

  /** Points a tag to a manifest, as somebody else would. */
  public synchronized void put(String tag, Manifest manifest) {
    manifests.put(manifest.digest(), manifest);
    tags.put(tag, manifest);
  }

  public synchronized void put(Manifest manifest) {
    manifests.put(manifest.digest(), manifest);
  }

  /** What the tag points to. */
  public synchronized Manifest at(String tag) {
    Manifest found = tags.get(tag);
    if (found == null) {
      throw new AssertionError("No tag " + tag);
    }
    return found;
  }

  public synchronized Set<String> tags() {
    return Set.copyOf(tags.keySet());
  }

  public synchronized List<Digest> manifests() {
    return List.copyOf(manifests.keySet());
  }

  public synchronized boolean has(Digest manifest) {
    return manifests.containsKey(manifest);
  }

  public synchronized void loseBlobs() {
    blobs.clear();
  }

  public synchronized void lose(Digest manifest) {
    manifests.remove(manifest);
  }

  /** Keeps a manifest from the API's list, until {@link #list}. */
  public synchronized void hide(Digest manifest) {
    unlisted.add(manifest);
  }

  public synchronized void list(Digest manifest) {
    unlisted.remove(manifest);
  }

  synchronized List<Descriptor> referrers(Digest subject) {
    return manifests.values().stream()
        .filter(each -> each.subject() != null && each.subject().digest().equals(subject))
        .filter(each -> !unlisted.contains(each.digest()))
        .map(Manifest::asReferrer)
        .toList();
  }

  void called(String call) throws IOException {
    synchronized (this) {
      calls.add(call);
    }
    run(call, true);
  }

  void answered(String call) throws IOException {
    run(call, false);
  }

  private void run(String call, boolean before) throws IOException {
    long delay = (before ? requestDelays : answerDelays).getAsLong();
    Time.SYSTEM.sleep(Duration.ofMillis(delay).toNanos());
    List<Planned> due =
        steps.stream()
            .filter(planned -> planned.before == before && planned.call.equals(call))
            .filter(planned -> planned.skip.getAndDecrement() == 0)
            .toList();
    for (Planned planned : due) {
      planned.step.run();
    }
  }
}
