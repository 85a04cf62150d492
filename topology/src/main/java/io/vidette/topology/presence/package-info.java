/** Who is in which zone and who crosses which line: what is told of it, and what is counted. */
@NullMarked
package io.vidette.topology.presence;

import org.jspecify.annotations.NullMarked;
