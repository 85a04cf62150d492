/** Occupancy of zones: which objects are inside, for how long (dwell), which cross a line, and the counts. */
@NullMarked
package io.vidette.topology.occupancy;

import org.jspecify.annotations.NullMarked;
