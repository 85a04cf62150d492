package io.vidette.ingest.publish;

/** Opens a way to Kafka for a camera. */
@FunctionalInterface
public interface FrameOutlets {
    /** For one camera; at most one is open at a time. */
    FrameOutlet open(String camera, DeliveryListener listener);
}
