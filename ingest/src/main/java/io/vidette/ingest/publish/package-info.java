/** Frames and statuses on their way to Kafka, through broker outages and without ever holding up a reader. */
@NullMarked
package io.vidette.ingest.publish;

import org.jspecify.annotations.NullMarked;
