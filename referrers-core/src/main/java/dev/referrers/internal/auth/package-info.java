/** How a registry wants to be authorised, and the tokens that we hold for it. */
@NullMarked
package dev.referrers.internal.auth;

import org.jspecify.annotations.NullMarked;
