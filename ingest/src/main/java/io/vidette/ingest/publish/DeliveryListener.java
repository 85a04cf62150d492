package io.vidette.ingest.publish;

/** Receives the result of each frame; called from several threads, and must return at once. */
public interface DeliveryListener {
    /** Kafka acknowledged a frame. */
    void delivered();

    /** A frame will never reach Kafka. */
    void dropped(DropReason reason);
}
