package io.vidette.ingest.rtsp;

import java.time.Duration;

/** What is wrong with a test camera now. Threading: switched by the test, read by the camera's threads. */
public final class CameraFaults {
    private volatile boolean stalled;
    private volatile boolean mute;
    private volatile boolean withoutVideo;
    private volatile boolean withoutReports;
    private volatile double lossRate;
    private volatile double damageRate;
    private volatile Duration clockSkew = Duration.ZERO;

    /** Stays connected but sends no pictures. */
    public void stall(boolean on) {
        stalled = on;
    }

    /** Accepts connections and answers nothing. */
    public void mute(boolean on) {
        mute = on;
    }

    /** Describes a stream that has sound only. */
    public void withoutVideo(boolean on) {
        withoutVideo = on;
    }

    /** Never tells its own clock. */
    public void withoutReports(boolean on) {
        withoutReports = on;
    }

    /** Loses this part of the RTP packets, 0..1. */
    public void lose(double rate) {
        lossRate = rate;
    }

    /** Damages this part of the RTP packets, 0..1. */
    public void damage(double rate) {
        damageRate = rate;
    }

    /** How far the camera's clock is ahead of true time. */
    public void skewClock(Duration ahead) {
        clockSkew = ahead;
    }

    boolean isStalled() {
        return stalled;
    }

    boolean isMute() {
        return mute;
    }

    boolean isWithoutVideo() {
        return withoutVideo;
    }

    boolean isWithoutReports() {
        return withoutReports;
    }

    double lossRate() {
        return lossRate;
    }

    double damageRate() {
        return damageRate;
    }

    Duration clockSkew() {
        return clockSkew;
    }
}
