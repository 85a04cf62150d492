/** What processors between topics have in common: their life as a Kafka Streams application, their lag, dead letters. */
@NullMarked
package io.vidette.topology.stream;

import org.jspecify.annotations.NullMarked;
