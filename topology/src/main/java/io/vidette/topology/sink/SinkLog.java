package io.vidette.topology.sink;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs the counts of a sink periodically if they have changed, and measures its lag: from its position to the
 * end of the committed records, whether or not it has fetched them.
 *
 * <p>Threading: for the consumer's thread.
 */
final class SinkLog {
    private static final Logger LOG = LoggerFactory.getLogger(SinkLog.class);
    private static final long PERIOD_NANOS = Duration.ofSeconds(30).toNanos();
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final String group;
    private final SinkCounts counts;
    private final CaughtUp caughtUp;
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private long saidNanos = System.nanoTime();
    private String said = "";

    SinkLog(String group, SinkCounts counts, CaughtUp caughtUp) {
        this.group = group;
        this.counts = counts;
        this.caughtUp = caughtUp;
        said = counts.toString();
    }

    /** @param held records that were consumed and are not processed yet */
    void look(Consumer<?, ?> consumer, long held) {
        boolean isTime = System.nanoTime() - saidNanos > PERIOD_NANOS;
        if (isTime) {
            askForEnds(consumer);
        }
        count(consumer, held);
        if (isTime) {
            saidNanos = System.nanoTime();
            String now = counts.toString();
            if (!now.equals(said)) {
                said = now;
                LOG.info("{}: {}", group, now);
            }
        }
    }

    /**
     * Measures the lag once more for the final report, against the current end offsets.
     *
     * @param held as for {@link #look}
     */
    void conclude(Consumer<?, ?> consumer, long held) {
        askForEnds(consumer);
        count(consumer, held);
    }

    private void count(Consumer<?, ?> consumer, long held) {
        if (consumer.assignment().isEmpty()) {
            return;
        }
        try {
            counts.showLag(held + lag(consumer));
        } catch (TimeoutException e) {
            // Without a broker, the start position is not known yet.
            LOG.debug("how far {} is behind is not known: {}", group, e.getMessage());
        }
    }

    private long lag(Consumer<?, ?> consumer) {
        long lag = 0;
        for (TopicPartition partition : consumer.assignment()) {
            long position = consumer.position(partition, PATIENCE);
            // The consumer has no lag of a partition before its first fetch, and does not update it during a pause.
            long end = Math.max(caughtUp.end(partition), Objects.requireNonNull(ends.getOrDefault(partition, 0L)));
            lag += Math.max(end - position, consumer.currentLag(partition).orElse(0));
        }
        return lag;
    }

    private void askForEnds(Consumer<?, ?> consumer) {
        try {
            ends.putAll(consumer.endOffsets(consumer.assignment(), PATIENCE));
        } catch (TimeoutException e) {
            LOG.debug("the ends of {} are not known: {}", consumer.assignment(), e.getMessage());
        }
    }
}
