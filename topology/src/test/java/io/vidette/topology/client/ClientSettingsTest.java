package io.vidette.topology.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

final class ClientSettingsTest {
    private static final Map<String, Object> SHARED =
            Map.of("bootstrap.servers", "kafka:9092", "security.protocol", "SASL_SSL", "sasl.jaas.config", "login");
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final List<Map<String, Object>> readers = List.of(
            ConsumerSettings.reader(SHARED, PATIENCE),
            ConsumerSettings.follower(SHARED, "cameras-watch"),
            ConsumerSettings.sink(SHARED, "sink"),
            ConsumerSettings.exactlyOnce(SHARED, "replay", 64, PATIENCE));
    private final List<Map<String, Object>> otherConsumers = List.of(
            ConsumerSettings.owner(SHARED, "test.ingest", "ingest-cameras-node-1", "node-1"),
            ConsumerSettings.plain(SHARED),
            ConsumerSettings.timing(SHARED));
    private final List<Map<String, Object>> producers = List.of(
            ProducerSettings.ingest(SHARED, "ingest-frames"),
            ProducerSettings.command(SHARED, PATIENCE),
            ProducerSettings.deadLetters(SHARED, 1),
            ProducerSettings.transactional(SHARED, "replay", 1),
            ProducerSettings.load(SHARED, 1));
    private final Map<String, Object> streams =
            StreamsSettings.application(SHARED, "test.detect", "detect", "node-1", Path.of("state"), 3, 1);

    @Test
    void passesTheSharedPropertiesToEveryClient() {
        assertThat(Stream.of(readers.stream(), otherConsumers.stream(), producers.stream(), Stream.of(streams))
                        .flatMap(each -> each))
                .allSatisfy(properties -> assertThat(properties).containsAllEntriesOf(SHARED));
    }

    @Test
    void limitsReadersToCommittedRecordsWithoutCommitsOrNewTopics() {
        assertThat(readers)
                .allSatisfy(properties -> assertThat(properties)
                        .containsEntry(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed")
                        .containsEntry(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false)
                        .containsEntry(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false));
    }

    @Test
    void letsProducersWaitForTheReplicas() {
        assertThat(producers)
                .allSatisfy(properties -> assertThat(properties).containsEntry(ProducerConfig.ACKS_CONFIG, "all"));
    }

    @Test
    void setsSessionTimeoutsForATakeoverWithinFifteenSeconds() {
        assertThat(otherConsumers.get(0))
                .containsEntry(ConsumerConfig.GROUP_ID_CONFIG, "test.ingest")
                .containsEntry(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6000)
                .containsEntry(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 1500);
    }

    @Test
    void setsAGroupInstanceIdPerNode() {
        assertThat(otherConsumers.get(0)).containsEntry(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, "node-1");
        assertThat(streams).containsEntry("consumer.group.instance.id", "node-1");
    }

    @Test
    void setsExactlyOnceByDefaultAndAlwaysForTracking() {
        String guarantee = StreamsConfig.PROCESSING_GUARANTEE_CONFIG;
        Duration commit = Duration.ofMillis(50);
        assertThat(StreamsSettings.detect(true, 2, commit)).containsEntry(guarantee, "exactly_once_v2");
        assertThat(StreamsSettings.detect(false, 2, commit)).containsEntry(guarantee, "at_least_once");
        assertThat(StreamsSettings.track(1, commit, Optional.of("node:8080")))
                .containsEntry(guarantee, "exactly_once_v2")
                .containsEntry(StreamsConfig.APPLICATION_SERVER_CONFIG, "node:8080");
    }
}
