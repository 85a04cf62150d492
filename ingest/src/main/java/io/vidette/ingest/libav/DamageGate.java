package io.vidette.ingest.libav;

import java.time.Duration;

/**
 * Keeps broken pictures out. Each picture builds on those before it, so after damage nothing passes until the next key
 * picture. A camera that renews its picture piece by piece has no key pictures: after a while every picture that is
 * sound in itself passes again.
 */
final class DamageGate {
    private final long patienceNanos;
    private boolean closed;
    private long closedAtNanos;

    DamageGate(Duration patience) {
        this.patienceNanos = patience.toNanos();
    }

    /** A packet was lost or could not be decoded. */
    void damaged(long nowNanos) {
        if (!closed) {
            closed = true;
            closedAtNanos = nowNanos;
        }
    }

    /** Whether a picture may pass. */
    boolean admits(boolean pictureDamaged, boolean key, long nowNanos) {
        if (pictureDamaged) {
            damaged(nowNanos);
            return false;
        }
        if (closed && (key || nowNanos - closedAtNanos > patienceNanos)) {
            closed = false;
        }
        return !closed;
    }
}
