package io.vidette.topology.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vidette.topology.topic.Topics;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that was killed leaves a transaction open. The next one aborts it at once only where its producers have the
 * same transactional ids; else readers of the verdicts wait until the transaction times out.
 */
class TransactionalIdTest {
    private static final int THREADS = 2;

    @Test
    void staysTheSameAfterARestart(@TempDir Path state) {
        List<Object> first = transactionalIds(state);
        List<Object> second = transactionalIds(state);

        assertThat(first).hasSize(THREADS).doesNotHaveDuplicates().doesNotContainNull();
        assertThat(second).isEqualTo(first);
    }

    @Test
    void differsBetweenNodes(@TempDir Path state, @TempDir Path otherState) {
        assertThat(transactionalIds(state)).doesNotContainAnyElementsOf(transactionalIds(otherState));
    }

    /** Of the producers that Kafka Streams makes for the stream threads; it makes them before it starts. */
    private static List<Object> transactionalIds(Path state) {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "detect");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:1"); // never asked
        config.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, THREADS);
        MeterRegistry registry = new SimpleMeterRegistry();
        ProducerIds ids = new ProducerIds();
        try (BatchAssembler assembler = new BatchAssembler(new FakeDetector(), DetectConfig.defaults(), registry);
                KafkaStreams streams = new KafkaStreams(
                        DetectTopology.of(
                                Topics.DEFAULT,
                                assembler,
                                new SkipRule(AdmissionPolicy.EVERY, () -> Instant.EPOCH),
                                new OldestFrames(registry, () -> Instant.EPOCH),
                                registry),
                        config,
                        ids)) {
            assertThat(streams.state()).isEqualTo(KafkaStreams.State.CREATED);
            return List.copyOf(ids.seen);
        }
    }

    /** Writes down the transactional ids of the producers that it makes. */
    private static final class ProducerIds extends DefaultKafkaClientSupplier {
        private final List<Object> seen = new ArrayList<>();

        @Override
        public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
            seen.add(config.get(ProducerConfig.TRANSACTIONAL_ID_CONFIG));
            return super.getProducer(config);
        }
    }
}
