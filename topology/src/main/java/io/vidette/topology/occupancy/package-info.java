/** Occupancy of zones: who is inside, for how long (dwell), who crosses which line, and the counts. */
@NullMarked
package io.vidette.topology.occupancy;

import org.jspecify.annotations.NullMarked;
