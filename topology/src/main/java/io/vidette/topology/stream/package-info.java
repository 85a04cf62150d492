/**
 * What all Kafka Streams applications share: life cycle, gated consumer, lag, dead letters.
 *
 * <p>Threading: stream threads process; {@code StreamsApplication} may be asked from any thread.
 */
@NullMarked
package io.vidette.topology.stream;

import org.jspecify.annotations.NullMarked;
