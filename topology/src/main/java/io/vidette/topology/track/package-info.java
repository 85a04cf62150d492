/**
 * The Kafka Streams application that follows objects: state store, events, counts, queries.
 *
 * <p>Threading: a stream thread owns each partition's processor; queries come from any thread through Kafka Streams' interactive
 * queries.
 */
@NullMarked
package io.vidette.topology.track;

import org.jspecify.annotations.NullMarked;
