package dev.referrers;

import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.repository.FetchedManifest;
import dev.referrers.repository.ReferrersAnswer;
import dev.referrers.repository.Repository;
import dev.referrers.transport.Feature;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What shows without writing. */
final class ReadOnlyExamination {

  private final Repository repository;
  private final Findings findings;
  private @Nullable String tag;
  private Digest subject = ProbeManifests.NOBODY;

  ReadOnlyExamination(Repository repository, Findings findings) {
    this.repository = repository;
    this.findings = findings;
  }

  void run() throws InterruptedIOException {
    IOException failure = findings.ask(this::listTags, Feature.TAG_LIST);
    if (failure != null && Findings.isNo(failure)) {
      findings.no(Feature.TAG_LIST, Findings.text(failure));
    }
    if (tag != null) {
      String chosen = tag;
      findings.ask(() -> fetch(chosen), Feature.CONDITIONAL_TAGS);
    }
    findings.ask(this::listReferrers, Feature.REFERRERS_API, Feature.ARTIFACT_TYPE_FILTER);
  }

  private void listTags() throws IOException {
    List<String> tags = repository.tags(null).tags();
    findings.yes(Feature.TAG_LIST, "GET tags: a list");
    // the list under a referrers tag is no image; what refers to it is seldom of interest
    tag =
        tags.stream()
            .filter(each -> !each.startsWith("sha256-"))
            .findFirst()
            .orElse(tags.isEmpty() ? null : tags.get(0));
  }

  private void fetch(String tag) throws IOException {
    FetchedManifest fetched = repository.fetch(tag);
    if (fetched == null) {
      findings.unknown(Feature.CONDITIONAL_TAGS, "GET manifest " + tag + ": not there");
      return;
    }
    subject = fetched.manifest().digest();
    findings.unknown(
        Feature.CONDITIONAL_TAGS,
        fetched.version() == null
            ? "GET manifest: no ETag"
            : "GET manifest: an ETag, which does not tell whether conditions are kept");
  }

  private void listReferrers() throws IOException {
    ReferrersAnswer answer = repository.referrers(subject, ProbeManifests.TYPE, null);
    if (answer instanceof ReferrersAnswer.NoApi none) {
      noApi(findings, none);
      return;
    }
    findings.yes(Feature.REFERRERS_API, "GET referrers: an image index");
    judgeFilter((ReferrersAnswer.Page) answer);
  }

  static void noApi(Findings findings, ReferrersAnswer.NoApi answer) {
    if (answer.lasting()) {
      findings.no(Feature.REFERRERS_API, answer.evidence());
    } else {
      findings.unknown(Feature.REFERRERS_API, answer.evidence());
    }
    findings.unknown(Feature.ARTIFACT_TYPE_FILTER, answer.evidence());
  }

  private void judgeFilter(ReferrersAnswer.Page page) {
    boolean others = page.manifests().stream().anyMatch(ReadOnlyExamination::isOther);
    if (others) {
      findings.no(Feature.ARTIFACT_TYPE_FILTER, "GET referrers: other artifactTypes came too");
    } else if (page.filtered()) {
      findings.yes(Feature.ARTIFACT_TYPE_FILTER, "GET referrers: OCI-Filters-Applied");
    } else {
      findings.unknown(
          Feature.ARTIFACT_TYPE_FILTER,
          "GET referrers: no OCI-Filters-Applied, nothing to tell by");
    }
  }

  /** An entry without artifactType may be filtered by one all the same (Azure/acr#784). */
  private static boolean isOther(Descriptor entry) {
    return entry.artifactType() != null && !entry.artifactType().equals(ProbeManifests.TYPE);
  }
}
