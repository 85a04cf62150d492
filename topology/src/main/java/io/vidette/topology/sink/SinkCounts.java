package io.vidette.topology.sink;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * What a sink did since it started.
 *
 * <p>Threading: any thread may count and read.
 */
public final class SinkCounts {
    private final LongAdder delivered = new LongAdder();
    private final LongAdder filtered = new LongAdder();
    private final LongAdder retried = new LongAdder();
    private final LongAdder deadLettered = new LongAdder();
    private final AtomicLong lag = new AtomicLong();

    void countDelivered(long records) {
        delivered.add(records);
    }

    void countFiltered() {
        filtered.increment();
    }

    void countRetried() {
        retried.increment();
    }

    void countDeadLetter() {
        deadLettered.increment();
    }

    void showLag(long records) {
        lag.set(records);
    }

    /** Records handed on. */
    public long delivered() {
        return delivered.sum();
    }

    /** Records that the filter held back, or that had no value. */
    public long filtered() {
        return filtered.sum();
    }

    /** Attempts after the first. */
    public long retried() {
        return retried.sum();
    }

    /** Records on the dead letters topic. */
    public long deadLettered() {
        return deadLettered.sum();
    }

    /** Records on the topic that are not done with, as known last. */
    public long lag() {
        return lag.get();
    }

    /** Records that are done with, in whatever way. */
    public long passed() {
        return delivered() + filtered() + deadLettered();
    }

    /** By name, for a report. */
    public Map<String, Long> report() {
        Map<String, Long> report = new LinkedHashMap<>();
        report.put("delivered", delivered());
        report.put("filtered", filtered());
        report.put("retried", retried());
        report.put("deadLettered", deadLettered());
        report.put("lag", lag());
        return report;
    }

    @Override
    public String toString() {
        return "%d delivered, %d filtered out, %d retried, %d dead letters, %d behind"
                .formatted(delivered(), filtered(), retried(), deadLettered(), lag());
    }
}
