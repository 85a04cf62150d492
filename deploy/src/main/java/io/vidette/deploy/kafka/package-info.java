/** A real Kafka broker inside this process, for one machine. */
@NullMarked
package io.vidette.deploy.kafka;

import org.jspecify.annotations.NullMarked;
