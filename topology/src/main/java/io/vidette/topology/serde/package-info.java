/** Messages to bytes and back. */
@NullMarked
package io.vidette.topology.serde;

import org.jspecify.annotations.NullMarked;
