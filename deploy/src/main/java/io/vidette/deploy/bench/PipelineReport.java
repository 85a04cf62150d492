package io.vidette.deploy.bench;

import io.vidette.topology.detect.DetectConfig.Guarantee;

/**
 * What one guarantee costs on this machine.
 *
 * @param detectionsPerSecond committed verdicts with the real model; NaN where none was given
 * @param enginePerSecond what its engine does alone in the same run; NaN likewise
 * @param p50Millis from publishing to reading the committed verdict, around the simulated model
 * @param p99Millis likewise
 * @param modelMillis the simulated model's own time
 */
public record PipelineReport(
        Guarantee guarantee,
        double detectionsPerSecond,
        double enginePerSecond,
        double p50Millis,
        double p99Millis,
        double modelMillis) {
    /** Share of the engine's rate that arrives as committed verdicts. */
    public double efficiency() {
        return detectionsPerSecond / enginePerSecond;
    }

    /** Median latency beyond the model's own time. */
    public double overheadMillis() {
        return p50Millis - modelMillis;
    }
}
