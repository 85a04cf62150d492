/** Two sets of verdicts on the same frames, side by side. */
@NullMarked
package io.vidette.topology.diff;

import org.jspecify.annotations.NullMarked;
