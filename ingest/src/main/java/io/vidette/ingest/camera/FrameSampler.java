package io.vidette.ingest.camera;

/**
 * Picks frames so that they are evenly spaced in presentation time, however the source's rate compares with the one
 * wanted: on average exactly the rate wanted, never more than it.
 */
final class FrameSampler {
    /** Some cameras stamp pictures in the order of decoding, so that times jump back and forth by a few pictures. */
    private static final double REORDERED_MICROS = 1e6;

    private final double periodMicros;
    private boolean begun;
    private double dueMicros;

    /** With the most frames per second to pick; 0 picks all. */
    FrameSampler(double fps) {
        this.periodMicros = fps == 0 ? 0 : 1e6 / fps;
    }

    boolean picks(long ptsMicros) {
        if (periodMicros == 0) {
            return true;
        }
        boolean jumped = begun
                && (ptsMicros < dueMicros - periodMicros - REORDERED_MICROS
                        || ptsMicros > dueMicros + 2 * periodMicros);
        if (!begun || jumped) {
            begun = true;
            dueMicros = ptsMicros + periodMicros;
            return true;
        }
        // A camera's time stamps jitter: a slightly early frame counts as on time and does not move the next due time.
        if (ptsMicros + periodMicros / 4 < dueMicros) {
            return false;
        }
        dueMicros += periodMicros;
        return true;
    }
}
