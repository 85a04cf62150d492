/** Compacted topics: reading the latest record of each key. */
@NullMarked
package io.vidette.topology.compacted;

import org.jspecify.annotations.NullMarked;
