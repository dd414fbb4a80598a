@NullMarked
package dev.referrers.key;

import org.jspecify.annotations.NullMarked;
