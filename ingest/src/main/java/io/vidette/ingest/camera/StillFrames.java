package io.vidette.ingest.camera;

import io.vidette.topology.camera.MotionGate;

/** Picks frames by whether something moves: all while it does and a while after, few otherwise. */
final class StillFrames {
    /** A larger step back than reordering causes: the stream has restarted. */
    private static final long BACK_MICROS = 1_000_000;

    private final long holdMicros;
    /** Between frames while nothing moves. */
    private final double periodMicros;

    private long movedMicros;
    private long publishedMicros;
    private boolean begun;

    StillFrames(MotionGate gate) {
        holdMicros = gate.hold().toNanos() / 1000;
        periodMicros = gate.stillFps() == 0 ? Double.POSITIVE_INFINITY : 1e6 / gate.stillFps();
    }

    /**
     * Whether a frame is published.
     *
     * @param moves whether something moved since the frame before
     */
    boolean picks(boolean moves, long ptsMicros) {
        if (moves || !begun || ptsMicros < movedMicros - BACK_MICROS) {
            begun = true;
            movedMicros = ptsMicros;
        }
        boolean picked = ptsMicros - movedMicros <= holdMicros || ptsMicros - publishedMicros >= periodMicros;
        if (picked) {
            publishedMicros = ptsMicros;
        }
        return picked;
    }
}
