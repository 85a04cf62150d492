/** Frames of the past before any model: a range of the frames topic, judged again onto a topic of its own. */
@NullMarked
package io.vidette.topology.replay;

import org.jspecify.annotations.NullMarked;
