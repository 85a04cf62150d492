package io.vidette.ingest.camera;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.vidette.ingest.publish.DeliveryListener;
import io.vidette.ingest.publish.DropReason;
import io.vidette.topology.camera.CameraStatus.State;
import io.vidette.topology.metric.Metrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The counters of one camera: totals for its status, which continue if this node takes the camera again, and metrics,
 * which are removed when the camera is.
 *
 * <p>Threading: safe from any thread.
 */
final class CameraTally implements DeliveryListener, AutoCloseable {
    private static final Duration FPS_WINDOW = Duration.ofSeconds(5);

    private final MeterRegistry registry;
    private final List<Meter> meters = new ArrayList<>();
    private final Counter read;
    private final Counter acknowledged;
    private final Counter still;
    private final Map<DropReason, Counter> drops = new EnumMap<>(DropReason.class);
    private final Timer prepare;
    private final FrameRate rate = new FrameRate(FPS_WINDOW);
    private final CameraTotals totals;
    private volatile State state = State.CONNECTING;
    private volatile double clockOffsetSeconds = Double.NaN;

    CameraTally(String camera, CameraTotals totals, MeterRegistry registry) {
        this.totals = totals;
        this.registry = registry;
        Tags tags = Tags.of("camera", camera);
        read = keep(Counter.builder(Metrics.INGEST_FRAMES_READ).tags(tags).register(registry));
        acknowledged =
                keep(Counter.builder(Metrics.INGEST_FRAMES_PUBLISHED).tags(tags).register(registry));
        still = keep(Counter.builder(Metrics.INGEST_FRAMES_STILL).tags(tags).register(registry));
        for (DropReason reason : DropReason.values()) {
            drops.put(
                    reason,
                    keep(Counter.builder(Metrics.INGEST_FRAMES_DROPPED)
                            .tags(tags.and("reason", reason.text()))
                            .register(registry)));
        }
        prepare = keep(Timer.builder(Metrics.INGEST_FRAME_PREPARE).tags(tags).register(registry));
        keep(Gauge.builder(Metrics.INGEST_CAMERA_FPS, this, CameraTally::fps)
                .tags(tags)
                .register(registry));
        keep(Gauge.builder(Metrics.INGEST_CAMERA_CLOCK_OFFSET, this, tally -> tally.clockOffsetSeconds)
                .tags(tags)
                .baseUnit("seconds")
                .register(registry));
        for (State each : State.values()) {
            keep(Gauge.builder(Metrics.INGEST_CAMERA_STATE, this, tally -> tally.state == each ? 1 : 0)
                    .tags(tags.and("state", each.name().toLowerCase(Locale.ROOT)))
                    .register(registry));
        }
    }

    private <M extends Meter> M keep(M meter) {
        meters.add(meter);
        return meter;
    }

    void connected() {
        totals.connects().incrementAndGet();
    }

    void readFrame() {
        read.increment();
    }

    void still() {
        still.increment();
    }

    void prepared(Duration time) {
        prepare.record(time);
    }

    void state(State now) {
        state = now;
    }

    void clockOffset(Duration offset) {
        clockOffsetSeconds = offset.toNanos() / 1e9;
    }

    @Override
    public void delivered() {
        totals.published().incrementAndGet();
        acknowledged.increment();
        rate.tick(System.nanoTime());
    }

    @Override
    public void dropped(DropReason reason) {
        totals.dropped().incrementAndGet();
        Objects.requireNonNull(drops.get(reason)).increment();
    }

    double fps() {
        return rate.perSecond(System.nanoTime());
    }

    long published() {
        return totals.published().get();
    }

    long dropped() {
        return totals.dropped().get();
    }

    long connects() {
        return totals.connects().get();
    }

    @Override
    public void close() {
        meters.forEach(registry::remove);
    }
}
