package dev.referrers;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What one source of a search answered.
 *
 * @param note what is worth knowing about the answer, such as that there is no referrers API; null
 *     when nothing is
 * @param failure why the source is undetermined; null otherwise
 */
public record SourceReport(
    Source source, Outcome outcome, @Nullable String note, @Nullable IOException failure) {}
