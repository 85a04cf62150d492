package io.vidette.ingest.publish;

import io.vidette.topology.camera.CameraStatus;

/** Takes statuses, in order and at once. */
@FunctionalInterface
public interface StatusSink {
    void publish(CameraStatus status);
}
