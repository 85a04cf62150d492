package io.vidette.ingest.camera;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Totals of a camera since the node first took it. If the node leaves and rejoins the group, for example after
 * an outage of Kafka, no other node can report the frames dropped meanwhile, so the counts continue.
 */
record CameraTotals(AtomicLong published, AtomicLong dropped, AtomicLong connects) {
    CameraTotals() {
        this(new AtomicLong(), new AtomicLong(), new AtomicLong());
    }
}
