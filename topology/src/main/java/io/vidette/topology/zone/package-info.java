/** Zones, lines and masks as they are drawn on a camera's picture: their geometry, and what makes one of them invalid. */
@NullMarked
package io.vidette.topology.zone;

import org.jspecify.annotations.NullMarked;
