package io.vidette.topology.sink;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * What a sink did since it started.
 *
 * <p>Threading: any thread may count and read.
 */
public final class SinkCounts {
    private static final long UNKNOWN = -1;

    private final LongAdder delivered = new LongAdder();
    private final LongAdder filtered = new LongAdder();
    private final LongAdder retried = new LongAdder();
    private final LongAdder deadLettered = new LongAdder();
    private final AtomicLong lag = new AtomicLong(UNKNOWN);

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

    /**
     * Last known number of unprocessed offsets on the topic; empty before the first check. The record count may be
     * lower, because transaction markers occupy offsets too.
     */
    public OptionalLong lag() {
        long known = lag.get();
        return known == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(known);
    }

    /** Records that were processed: delivered, filtered out or published as dead letters. */
    public long passed() {
        return delivered() + filtered() + deadLettered();
    }

    /** By name, for a report; without {@code lag} where that is not known. */
    public Map<String, Long> report() {
        Map<String, Long> report = new LinkedHashMap<>();
        report.put("delivered", delivered());
        report.put("filtered", filtered());
        report.put("retried", retried());
        report.put("deadLettered", deadLettered());
        lag().ifPresent(known -> report.put("lag", known));
        return report;
    }

    @Override
    public String toString() {
        return "%d delivered, %d filtered out, %d retried, %d dead letter%s, %s"
                .formatted(
                        delivered(), filtered(), retried(), deadLettered(), deadLettered() == 1 ? "" : "s", behind());
    }

    private String behind() {
        OptionalLong known = lag();
        if (known.isEmpty()) {
            return "not known how many behind";
        }
        return known.getAsLong() == 0 ? "none behind" : "at most " + known.getAsLong() + " behind";
    }
}
