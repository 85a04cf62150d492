package io.vidette.ingest.publish;

import io.vidette.topology.message.FrameHeaders;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Frames of one camera that wait for Kafka, oldest first. Guarded by the publisher's lock. */
final class CameraQueue {
    private final String camera;
    private final DeliveryListener listener;
    private final Deque<Pending> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private int inFlight;
    private boolean released;

    CameraQueue(String camera, DeliveryListener listener) {
        this.camera = camera;
        this.listener = listener;
    }

    DeliveryListener listener() {
        return listener;
    }

    void add(FrameHeaders headers, byte[] jpeg) {
        waiting.addLast(new Pending(this, camera, headers, jpeg));
        waitingBytes += jpeg.length;
    }

    /** Kafka did not take the frame: it is first again. */
    void putBack(Pending pending) {
        waiting.addFirst(pending);
        waitingBytes += pending.jpeg().length;
        inFlight--;
    }

    boolean canSend(int limit) {
        return !waiting.isEmpty() && inFlight < limit;
    }

    Pending takeForFlight() {
        inFlight++;
        return removeOldest();
    }

    Pending removeOldest() {
        Pending oldest = waiting.removeFirst();
        waitingBytes -= oldest.jpeg().length;
        return oldest;
    }

    @Nullable
    Pending pollOldest() {
        return waiting.isEmpty() ? null : removeOldest();
    }

    void landed() {
        inFlight--;
    }

    long waitingBytes() {
        return waitingBytes;
    }

    int waiting() {
        return waiting.size();
    }

    boolean isIdle() {
        return waiting.isEmpty() && inFlight == 0;
    }

    boolean isReleased() {
        return released;
    }

    void markReleased() {
        released = true;
    }

    /** A frame on its way. */
    @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
    record Pending(CameraQueue queue, String camera, FrameHeaders headers, byte[] jpeg) {}
}
