package dev.referrers;

import java.util.List;

/**
 * What a {@link Doctor} found out.
 *
 * @param findings one for each {@link dev.referrers.transport.Feature}, in their order
 * @param leftBehind what the examination made and could not remove, such as {@code tag
 *     referrers-probe-1f…}; empty when it is as before
 */
public record Diagnosis(List<Finding> findings, List<String> leftBehind) {

  public Diagnosis {
    findings = List.copyOf(findings);
    leftBehind = List.copyOf(leftBehind);
  }
}
