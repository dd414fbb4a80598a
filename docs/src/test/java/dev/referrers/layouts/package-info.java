/** What no module alone can show: attestations of one layout before the verifiers of another. */
@NullMarked
package dev.referrers.layouts;

import org.jspecify.annotations.NullMarked;
