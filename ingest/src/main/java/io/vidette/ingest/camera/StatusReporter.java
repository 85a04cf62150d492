package io.vidette.ingest.camera;

import io.vidette.ingest.publish.StatusSink;
import io.vidette.topology.camera.CameraStatus;
import io.vidette.topology.camera.CameraStatus.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports the status of a camera: at each change, soon after drops, and periodically while it streams. One thread at
 * a time.
 */
final class StatusReporter {
    private static final Logger LOG = LoggerFactory.getLogger(StatusReporter.class);

    /** Between statuses that report dropped frames: if the node dies before, these drops are never reported. */
    private static final Duration DROPS_INTERVAL = Duration.ofSeconds(1);

    private final String camera;
    private final String node;
    private final CameraTally tally;
    private final StatusSink sink;
    private final Duration interval;
    private @Nullable State state;
    private Optional<String> reason = Optional.empty();
    private long toldNanos;
    private long toldDropped;

    StatusReporter(String camera, String node, CameraTally tally, StatusSink sink, Duration interval) {
        this.camera = camera;
        this.node = node;
        this.tally = tally;
        this.sink = sink;
        this.interval = interval;
    }

    void streaming() {
        long waited = System.nanoTime() - toldNanos;
        boolean due =
                waited > interval.toNanos() || (tally.dropped() != toldDropped && waited > DROPS_INTERVAL.toNanos());
        if (state != State.STREAMING || due) {
            tell(State.STREAMING, Optional.empty());
        }
    }

    /** Reports any state except streaming, with the reason; a repeated report is ignored. */
    void report(State now, String why) {
        if (state != now || !reason.equals(Optional.of(why))) {
            tell(now, Optional.of(why));
        }
    }

    /** Reports frames dropped since the last status, if any: the next reader of the camera cannot report them. */
    void lastDrops() {
        State last = state;
        if (last != null && tally.dropped() != toldDropped) {
            tell(last, reason);
        }
    }

    private void tell(State now, Optional<String> why) {
        if (state != now) {
            LOG.info(
                    "camera '{}': {}{}",
                    camera,
                    now,
                    why.map(text -> ": " + text).orElse(""));
        }
        state = now;
        reason = why;
        toldNanos = System.nanoTime();
        toldDropped = tally.dropped();
        tally.state(now);
        sink.publish(new CameraStatus(
                camera, now, why, Instant.now(), node, tally.fps(), tally.published(), toldDropped, tally.connects()));
    }
}
