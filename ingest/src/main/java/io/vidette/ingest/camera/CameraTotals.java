package io.vidette.ingest.camera;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What a node has counted of a camera since it first took it. When its place in the group is lost and found again, as after
 * an outage of Kafka, nobody else can tell of the frames that it dropped meanwhile, so the counts go on.
 */
record CameraTotals(AtomicLong published, AtomicLong dropped, AtomicLong connects) {
    CameraTotals() {
        this(new AtomicLong(), new AtomicLong(), new AtomicLong());
    }
}
