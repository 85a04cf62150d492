package io.vidette.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vidette.ingest.libav.FfmpegLog;
import io.vidette.topology.topic.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.junit.jupiter.api.Test;

class IngestConfigTest {
    @Test
    void namesTheKeyThatIsOutOfRange() {
        assertThatThrownBy(() -> with(Duration.ofMillis(1)))
                .hasMessageContaining("stallTimeout is 1ms, outside 200ms..10m");
    }

    @Test
    void anotherNodeTakesOverWithinFifteenSeconds() {
        Map<String, Object> properties = IngestService.consumerProperties(
                Map.of("bootstrap.servers", "kafka:9092"), new Topics("test."), "node-1");
        assertThat(properties)
                .containsEntry(ConsumerConfig.GROUP_ID_CONFIG, "test.ingest")
                .containsEntry(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6000)
                .containsEntry(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 1500)
                .containsEntry("bootstrap.servers", "kafka:9092");
    }

    @Test
    void aRestartedNodeIsKnownToItsGroup() {
        assertThat(IngestService.consumerProperties(Map.of(), new Topics("test."), "node-1"))
                .containsEntry(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, "node-1");
    }

    private static IngestConfig with(Duration stallTimeout) {
        IngestConfig d = IngestConfig.defaults();
        return new IngestConfig(
                d.connectTimeout(),
                stallTimeout,
                d.backoffBase(),
                d.backoffMax(),
                d.refusedBackoffMax(),
                d.stablePeriod(),
                d.statusInterval(),
                d.bufferBytes(),
                d.maxClockOffset(),
                d.detachTimeout(),
                d.drainTimeout(),
                Optional.empty(),
                FfmpegLog.Level.QUIET);
    }
}
