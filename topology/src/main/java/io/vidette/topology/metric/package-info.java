/** The names of the metrics, in one place. */
@NullMarked
package io.vidette.topology.metric;

import org.jspecify.annotations.NullMarked;
