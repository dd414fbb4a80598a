/** Protobuf messages in their JSON form, read strictly. */
@NullMarked
package dev.referrers.bundle.internal.json;

import org.jspecify.annotations.NullMarked;
