package io.vidette.topology.detect;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vidette.topology.metric.Metrics;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The arrival time of the oldest frame of each partition that was fetched and has no verdict, shown as a metric.
 *
 * <p>Threading: a partition is written by its stream thread, read by any.
 */
final class OldestFrames {
    private final MeterRegistry registry;
    private final InstantSource clock;
    private final Map<Integer, Seen> byPartition = new ConcurrentHashMap<>();

    private record Seen(long offset, long arrived) {}

    /** None yet. */
    OldestFrames(MeterRegistry registry, InstantSource clock) {
        this.registry = registry;
        this.clock = clock;
    }

    /** Starts to show a partition; the caller removes the gauge and {@link #drop drops} the partition. */
    Gauge show(int partition) {
        return Gauge.builder(Metrics.DETECT_WAITING, () -> seconds(partition))
                .baseUnit("seconds")
                .tag("partition", Integer.toString(partition))
                .register(registry);
    }

    /** A frame waits; only the first of the waiting frames counts. */
    void waits(int partition, long offset, long arrived) {
        var unused = byPartition.putIfAbsent(partition, new Seen(offset, arrived));
    }

    /** A frame has its verdict, and so have those before it. */
    void isDone(int partition, long offset) {
        byPartition.computeIfPresent(partition, (key, seen) -> seen.offset() <= offset ? null : seen);
    }

    /** Nothing of a partition waits here any more. */
    void drop(int partition) {
        byPartition.remove(partition);
    }

    private double seconds(int partition) {
        Seen seen = byPartition.get(partition);
        return seen == null ? 0 : Math.max(0, clock.millis() - seen.arrived()) / 1e3;
    }
}
