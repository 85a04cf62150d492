package io.vidette.ingest.camera;

/**
 * Picks frames so that they are evenly spaced in presentation time, however the source's rate compares with the one
 * wanted: on average exactly the rate wanted, never more than it.
 */
final class FrameSampler {
    private final double periodMicros;
    private boolean begun;
    private double dueMicros;
    private long lastMicros;

    /** With the most frames per second to pick; 0 picks all. */
    FrameSampler(double fps) {
        this.periodMicros = fps == 0 ? 0 : 1e6 / fps;
    }

    boolean picks(long ptsMicros) {
        if (periodMicros == 0) {
            return true;
        }
        boolean jumped = begun && (ptsMicros < lastMicros || ptsMicros > dueMicros + 2 * periodMicros);
        lastMicros = ptsMicros;
        if (!begun || jumped) {
            begun = true;
            dueMicros = ptsMicros + periodMicros;
            return true;
        }
        // A camera's time stamps waver: a little early is in time, and the next is due as if it had been.
        if (ptsMicros + periodMicros / 4 < dueMicros) {
            return false;
        }
        dueMicros += periodMicros;
        return true;
    }
}
