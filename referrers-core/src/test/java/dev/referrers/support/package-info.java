/** What our own tests share. */
@NullMarked
package dev.referrers.support;

import org.jspecify.annotations.NullMarked;
