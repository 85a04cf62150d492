/** Services that start in order and stop in reverse order, and their health. */
@NullMarked
package io.vidette.topology.lifecycle;

import org.jspecify.annotations.NullMarked;
