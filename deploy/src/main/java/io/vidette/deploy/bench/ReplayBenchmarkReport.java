package io.vidette.deploy.bench;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a replay reaches, and what it costs the live detector.
 *
 * @param replayPerSecond frames processed again per second, alone
 * @param enginePerSecond pictures a second through the network alone, in batches of the same size
 * @param batch pictures in a batch
 * @param live latency of the live detector without a replay
 * @param beside the same with a replay beside it
 * @param besidePerSecond frames processed again per second while live detection runs
 */
public record ReplayBenchmarkReport(
        double replayPerSecond,
        double enginePerSecond,
        int batch,
        Percentiles live,
        Percentiles beside,
        double besidePerSecond) {
    /** Milliseconds from publishing a frame to reading its committed verdict. */
    public record Percentiles(double p50Millis, double p99Millis) {}

    /** Share of the engine's rate that the replay reaches alone. */
    public double efficiency() {
        return replayPerSecond / enginePerSecond;
    }

    /** The time that the engine needs for one batch. */
    public double batchMillis() {
        return batch * 1000 / enginePerSecond;
    }

    /** What the replay adds to the live detector's 99th percentile. */
    public double p99Growth() {
        return beside.p99Millis() - live.p99Millis();
    }

    @JsonValue
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("replayPerSecond", replayPerSecond);
        json.put("enginePerSecond", enginePerSecond);
        json.put("ratio", efficiency());
        json.put("live", live);
        json.put("beside", beside);
        json.put("besidePerSecond", besidePerSecond);
        json.put("batchMillis", batchMillis());
        return json;
    }
}
