package io.vidette.ingest.publish;

import io.vidette.topology.message.FrameHeaders;
import java.time.Duration;

/** One camera's way to Kafka. Frames leave in the order in which they were offered. */
public interface FrameOutlet {
    /** Takes a frame and returns at once, whatever Kafka does. */
    void offer(FrameHeaders headers, byte[] jpeg);

    /**
     * For a source that can wait, such as a file read as fast as possible: waits until few frames are left to send.
     *
     * @return false when there still are many at the limit
     */
    boolean awaitRoom(Duration limit) throws InterruptedException;

    /** Sends what is left within the limit, drops the rest, and takes no more. */
    void release(Duration drainLimit);
}
