/** Starting in order and stopping in the reverse order. */
@NullMarked
package io.vidette.topology.lifecycle;

import org.jspecify.annotations.NullMarked;
