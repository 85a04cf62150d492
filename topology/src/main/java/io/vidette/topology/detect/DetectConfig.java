package io.vidette.topology.detect;

import io.vidette.topology.config.ConfigReader;
import io.vidette.topology.config.Setting;
import io.vidette.topology.config.Settings;
import java.time.Duration;
import java.util.Locale;

/** How frames become verdicts; see the {@link Setting} of each key. */
public record DetectConfig(
        @Setting(
                value = "exactly-once",
                range = "exactly-once, at-least-once",
                why = "exactly-once commits one verdict per frame through every fault; at-least-once saves the"
                        + " transaction, and a fault may repeat verdicts, with the same id")
        Guarantee guarantee,

        @Setting(
                value = "8",
                range = "1..256",
                formerly = "maxBatch",
                why =
                        "most frames of the live streams in one call of the model; larger batches gain little on a CPU and"
                                + " cost latency. The model divides a call that is larger than model.maxBatch")
        int batchFrames,

        @Setting(
                value = "2ms",
                range = "0ms..1m",
                why = "longest a frame waits for company; long enough to gather the frames of one fetch")
        Duration maxDelay,

        @Setting(
                value = "64",
                range = "1..4096",
                why = "most frames with the model or waiting for it in this process; a commit waits for all of them, so"
                        + " fewer are taken when the model is slow")
        int maxInFlight,

        @Setting(
                value = "2",
                range = "1..16",
                why = "threads that call the model; with two, a batch that is not full leaves no core idle and the next"
                        + " one is decoded meanwhile")
        int workers,

        @Setting(
                value = "2",
                range = "1..64",
                why = "Kafka Streams threads; while one commits, the model works for the other")
        int streamThreads,

        @Setting(
                value = "50ms",
                range = "5ms..1m",
                why = "time between commits; with exactly-once a verdict is visible only after its commit")
        Duration commitInterval) {

    /** What is promised to readers of the detections topic. */
    public enum Guarantee {
        /** One committed verdict per frame. */
        EXACTLY_ONCE,
        /** At least one verdict per frame. */
        AT_LEAST_ONCE;

        /** Returns the name in configuration and reports, such as {@code exactly-once}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public DetectConfig {
        Settings.check(
                DetectConfig.class,
                guarantee,
                batchFrames,
                maxDelay,
                maxInFlight,
                workers,
                streamThreads,
                commitInterval);
    }

    /** The same with another promise. */
    public DetectConfig withGuarantee(Guarantee other) {
        return new DetectConfig(other, batchFrames, maxDelay, maxInFlight, workers, streamThreads, commitInterval);
    }

    /** The same with another time between commits. */
    public DetectConfig withCommitInterval(Duration other) {
        return new DetectConfig(guarantee, batchFrames, maxDelay, maxInFlight, workers, streamThreads, other);
    }

    /** The defaults of all settings, for tests and embedding. */
    public static DetectConfig defaults() {
        return ConfigReader.defaults(DetectConfig.class);
    }
}
