/** Compacted topics: the last valid record of each key, once ({@code TopicSnapshot}) or continuously ({@code CompactedFollower}). */
@NullMarked
package io.vidette.topology.compacted;

import org.jspecify.annotations.NullMarked;
