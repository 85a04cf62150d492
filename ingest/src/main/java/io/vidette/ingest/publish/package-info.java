/**
 * Frames and statuses to Kafka, through broker outages and without delaying a reader.
 *
 * <p>Threading: readers offer frames; one publisher thread sends them.
 */
@NullMarked
package io.vidette.ingest.publish;

import org.jspecify.annotations.NullMarked;
