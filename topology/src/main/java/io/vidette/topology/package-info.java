/**
 * The map of the system: what flows on which topic, how it is configured, started and measured, and the processors
 * between the topics. Knows nothing of video or tensors.
 */
@NullMarked
package io.vidette.topology;

import org.jspecify.annotations.NullMarked;
