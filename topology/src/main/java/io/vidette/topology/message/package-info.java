/** The records on the topics of frames, detections, events and counts. Immutable, validated when made. */
@NullMarked
package io.vidette.topology.message;

import org.jspecify.annotations.NullMarked;
