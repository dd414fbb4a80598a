@NullMarked
package dev.referrers.cosign;

import org.jspecify.annotations.NullMarked;
