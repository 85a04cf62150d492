package io.vidette.topology.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

final class SinkLogTest {
    private static final TopicPartition PARTITION = new TopicPartition("events", 0);

    private final SinkCounts counts = new SinkCounts();
    private final CaughtUp caughtUp = new CaughtUp();
    private final SinkLog log = new SinkLog("group", counts, caughtUp);

    /** As Kafka's own is before it has fetched anything. */
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest") {
        @Override
        public synchronized OptionalLong currentLag(TopicPartition partition) {
            return OptionalLong.empty();
        }
    };

    @Test
    void countsTheLagBeforeTheFirstFetch() {
        assign();

        log.look(consumer, 0);

        assertThat(counts.lag()).hasValue(5000);
        assertThat(counts).asString().endsWith("at most 5000 behind");
    }

    @Test
    void reportsAnUnknownLagBeforeItHasPartitions() {
        log.look(consumer, 0);

        assertThat(counts.lag()).isEmpty();
        assertThat(counts.report()).doesNotContainKey("lag");
        assertThat(counts).asString().endsWith("not known how many behind");
    }

    @Test
    void computesTheFinalLagFromTheLatestEndOffset() {
        assign();
        consumer.updateEndOffsets(Map.of(PARTITION, 5200L));

        log.conclude(consumer, 3);

        assertThat(counts.lag()).hasValue(5103);
    }

    @Test
    void continuesWithoutAnAnswerOnItsPosition() {
        MockConsumer<byte[], byte[]> lost = new MockConsumer<>("earliest") {
            @Override
            public synchronized long position(TopicPartition partition, Duration timeout) {
                throw new TimeoutException("no broker");
            }
        };
        lost.assign(List.of(PARTITION));

        log.look(lost, 0);

        assertThat(counts.lag()).isEmpty();
    }

    private void assign() {
        consumer.assign(List.of(PARTITION));
        consumer.updateEndOffsets(Map.of(PARTITION, 5100L));
        consumer.seek(PARTITION, 100);
        caughtUp.assigned(consumer, List.of(PARTITION));
    }
}
