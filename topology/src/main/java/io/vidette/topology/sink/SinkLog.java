package io.vidette.topology.sink;

import java.time.Duration;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says now and then what a sink has done, where that is more than before.
 *
 * <p>Threading: for the consumer's thread.
 */
final class SinkLog {
    private static final Logger LOG = LoggerFactory.getLogger(SinkLog.class);
    private static final long PERIOD_NANOS = Duration.ofSeconds(30).toNanos();

    private final String group;
    private final SinkCounts counts;
    private long saidNanos = System.nanoTime();
    private String said = "";

    SinkLog(String group, SinkCounts counts) {
        this.group = group;
        this.counts = counts;
        said = counts.toString();
    }

    /** @param held records that were taken from the topic and are not done with */
    void look(Consumer<?, ?> consumer, long held) {
        long lag = held;
        for (TopicPartition partition : consumer.assignment()) {
            OptionalLong one = consumer.currentLag(partition);
            lag += one.orElse(0);
        }
        counts.showLag(lag);
        if (System.nanoTime() - saidNanos > PERIOD_NANOS) {
            saidNanos = System.nanoTime();
            String now = counts.toString();
            if (!now.equals(said)) {
                said = now;
                LOG.info("{}: {}", group, now);
            }
        }
    }
}
