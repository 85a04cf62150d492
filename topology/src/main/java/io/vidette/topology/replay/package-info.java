/** Runs any weights over a range of the frames topic and writes the verdicts to a separate topic. */
@NullMarked
package io.vidette.topology.replay;

import org.jspecify.annotations.NullMarked;
