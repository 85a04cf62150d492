package io.vidette.ingest.camera;

import java.time.Duration;

/**
 * What all readers share.
 *
 * @param backoffBase wait after the first failure, doubled after each further one
 * @param backoffMax longest wait while a camera cannot be reached
 * @param refusedBackoffMax longest wait while a camera refuses: trying often could lock the account
 * @param stablePeriod a camera that streamed this long starts again with the base
 * @param statusInterval between statuses while nothing changes
 * @param detachTimeout for the readers of cameras that are taken away to stop
 * @param drainTimeout for their last frames to reach Kafka
 */
public record ReaderSettings(
        Duration backoffBase,
        Duration backoffMax,
        Duration refusedBackoffMax,
        Duration stablePeriod,
        Duration statusInterval,
        Duration detachTimeout,
        Duration drainTimeout) {}
