/** The topics, their settings, and what creates them. */
@NullMarked
package io.vidette.topology.topic;

import org.jspecify.annotations.NullMarked;
