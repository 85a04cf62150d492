package io.vidette.ingest;

import io.vidette.ingest.camera.ReaderSettings;
import io.vidette.ingest.libav.FfmpegLog;
import io.vidette.ingest.source.SourceSettings;
import io.vidette.topology.config.ByteSize;
import io.vidette.topology.config.ConfigReader;
import io.vidette.topology.config.Setting;
import io.vidette.topology.config.Settings;
import java.time.Duration;
import java.util.Optional;

/**
 * How cameras are read.
 *
 * @param connectTimeout from the first packet to the first picture
 * @param stallTimeout without a picture until a camera counts as stalled
 * @param backoffBase wait after the first failure
 * @param backoffMax longest wait while a camera cannot be reached
 * @param refusedBackoffMax longest wait while a camera refuses
 * @param stablePeriod of streaming after which the wait begins at its base again
 * @param statusInterval between statuses of a camera that streams
 * @param bufferBytes of frames kept while Kafka is away
 * @param maxClockOffset largest offset of a camera's clock from the node's; beyond it, the camera's clock is ignored
 * @param detachTimeout for readers to stop when their cameras are taken away
 * @param drainTimeout for the last frames of such cameras to reach Kafka
 * @param caFile authorities for {@code rtsps} and {@code https}, in PEM
 * @param ffmpegLogLevel verbosity of FFmpeg's log
 */
public record IngestConfig(
        @Setting(
                value = "5s",
                range = "100ms..1m",
                why = "A camera answers within a second; this also allows for a slow camera.")
        Duration connectTimeout,

        @Setting(
                value = "5s",
                range = "200ms..10m",
                why = "Raise it above the time between frames of a camera slower than one frame in five seconds.")
        Duration stallTimeout,

        @Setting(value = "500ms", range = "10ms..1m", why = "Doubled after each further failure, with jitter.")
        Duration backoffBase,

        @Setting(
                value = "10s",
                range = "10ms..10m, at least backoffBase",
                why = "Longest delay until a camera that is available again is noticed.")
        Duration backoffMax,

        @Setting(
                value = "30s",
                range = "10ms..1h, at least backoffBase",
                why = "Longer, as some cameras lock an account after a few wrong passwords.")
        Duration refusedBackoffMax,

        @Setting(value = "10s", range = "0s..10m", why = "A camera that fails again at once keeps its long wait.")
        Duration stablePeriod,

        @Setting(value = "10s", range = "100ms..10m", why = "Often enough for a dashboard.")
        Duration statusInterval,

        @Setting(
                value = "128MiB",
                range = "1MiB..8GiB",
                why = "For all cameras together; twenty seconds of ten cameras at 15 frames per second and 40 KiB.")
        ByteSize bufferBytes,

        @Setting(
                value = "1m",
                range = "0s..1h",
                why =
                        "Kafka keeps and refuses records by their time, so a camera with a wrong clock cannot set the record time.")
        Duration maxClockOffset,

        @Setting(value = "3s", range = "100ms..30s", why = "Native calls end at once; this bounds what does not.")
        Duration detachTimeout,

        @Setting(value = "2s", range = "0s..30s", why = "Another node waits for the cameras meanwhile.")
        Duration drainTimeout,

        @Setting(value = "", why = "Absent: the system's own list of authorities.")
        Optional<String> caFile,

        @Setting(
                value = "quiet",
                range = "quiet, error, warning, info",
                why = "Goes to the logger of FfmpegLog at debug; most of it is noise.")
        FfmpegLog.Level ffmpegLogLevel) {

    public IngestConfig {
        Settings.check(
                IngestConfig.class,
                connectTimeout,
                stallTimeout,
                backoffBase,
                backoffMax,
                refusedBackoffMax,
                stablePeriod,
                statusInterval,
                bufferBytes,
                maxClockOffset,
                detachTimeout,
                drainTimeout,
                caFile,
                ffmpegLogLevel);
        requireAtLeast(backoffBase, "backoffMax", backoffMax);
        requireAtLeast(backoffBase, "refusedBackoffMax", refusedBackoffMax);
    }

    /** The defaults of all settings, for tests and embedding. */
    public static IngestConfig defaults() {
        return ConfigReader.defaults(IngestConfig.class);
    }

    SourceSettings sources() {
        return new SourceSettings(connectTimeout, stallTimeout, maxClockOffset, caFile);
    }

    ReaderSettings readers() {
        return new ReaderSettings(
                backoffBase, backoffMax, refusedBackoffMax, stablePeriod, statusInterval, detachTimeout, drainTimeout);
    }

    private static void requireAtLeast(Duration backoffBase, String name, Duration value) {
        if (value.compareTo(backoffBase) < 0) {
            throw new IllegalArgumentException(
                    name + " " + value.toMillis() + " ms is below backoffBase " + backoffBase.toMillis() + " ms");
        }
    }
}
