@NullMarked
package dev.referrers.interop;

import org.jspecify.annotations.NullMarked;
