package io.vidette.topology.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vidette.KafkaUnderTest;
import io.vidette.topology.client.KafkaConnection;
import io.vidette.topology.config.ConfigReader;
import io.vidette.topology.topic.TopicAdmin;
import io.vidette.topology.topic.TopicPlan;
import io.vidette.topology.topic.TopicSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Against a broker: what is paused, sought and assigned is the business of Kafka's own consumer. */
@ExtendWith(KafkaUnderTest.class)
class GatedConsumerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int RECORDS = 200;

    private final Gate gate = new Gate();
    private final List<Long> came = new ArrayList<>();
    private final Set<TopicPartition> revoked = new HashSet<>();
    private final Set<TopicPartition> lost = new HashSet<>();
    private final KafkaConnection kafka;
    private final String group;
    private final TopicPartition partition;
    private final GatedConsumer consumer;

    GatedConsumerTest(KafkaConnection kafka) {
        this.kafka = kafka;
        TopicSettings settings = ConfigReader.defaults(TopicSettings.class)
                .withPrefix("gated-" + UUID.randomUUID().toString().substring(0, 8) + ".");
        try (TopicAdmin admin = new TopicAdmin(kafka)) {
            admin.ensure(TopicPlan.of(settings));
        }
        partition = new TopicPartition(settings.names().frames(), 0);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(kafka.config(), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < RECORDS; i++) {
                var unused = producer.send(new ProducerRecord<>(partition.topic(), 0, new byte[0], new byte[100]));
            }
        }
        group = settings.names().frames();
        Map<String, Object> config = new HashMap<>(kafka.config());
        config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false); // as Kafka Streams has it
        config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 100); // a member that was put out hears of it soon
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 64);
        consumer = new GatedConsumer(config, gate);
    }

    @BeforeEach
    void subscribe() {
        consumer.subscribe(Set.of(partition.topic()), new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                revoked.addAll(partitions);
            }

            @Override
            public void onPartitionsLost(Collection<TopicPartition> partitions) {
                lost.addAll(partitions);
            }

            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}
        });
    }

    @AfterEach
    void close() {
        consumer.close();
    }

    @Test
    void returnsTheRecordsThatFitAndKeepsItsPosition() {
        poll(10);
        assertThat(came).isEqualTo(range(0, 10));
        assertThat(consumer.position(partition)).isEqualTo(10);
        poll(RECORDS - 10);
        assertThat(came).isEqualTo(range(0, RECORDS));
        assertThat(consumer.position(partition)).isEqualTo(RECORDS);
    }

    @Test
    void discardsHeldRecordsAfterASeek() {
        poll(10);
        consumer.seek(partition, 5);
        poll(10);
        assertThat(came.subList(10, 20)).isEqualTo(range(5, 15));
        consumer.seekToBeginning(Set.of(partition));
        poll(10);
        assertThat(came.subList(20, 30)).isEqualTo(range(0, 10));
        consumer.seekToEnd(Set.of(partition));
        assertThat(consumer.position(partition)).isEqualTo(RECORDS);
    }

    @Test
    void returnsNothingFromAPausedPartitionUntilItIsResumed() {
        poll(10);
        consumer.pause(Set.of(partition));
        assertThat(consumer.paused()).containsExactly(partition);
        gate.room = RECORDS;
        for (int i = 0; i < 20; i++) {
            assertThat(consumer.poll(Duration.ofMillis(20))).isEmpty();
        }
        consumer.resume(Set.of(partition));
        assertThat(consumer.paused()).isEmpty();
        poll(RECORDS - 10);
        assertThat(came).isEqualTo(range(0, RECORDS));
    }

    @Test
    void hidesItsOwnPausesFromTheCaller() {
        poll(1);
        for (int i = 0; i < 20; i++) {
            assertThat(consumer.poll(Duration.ofMillis(5))).isEmpty();
        }
        assertThat(consumer.paused()).isEmpty();
        // Kafka Streams resumes what is not paused, too.
        consumer.resume(Set.of(partition));
        poll(RECORDS - 1);
        assertThat(came).isEqualTo(range(0, RECORDS));
    }

    @Test
    void discardsHeldRecordsAfterUnsubscribe() {
        poll(10);
        consumer.unsubscribe();
        gate.room = RECORDS;
        subscribe();
        await().pollInSameThread().atMost(PATIENCE).until(() -> came.size() == 10 + RECORDS || take() > RECORDS);
        // Nothing was committed: from the beginning, and each once.
        assertThat(came.subList(10, came.size())).isEqualTo(range(0, RECORDS));
    }

    @Test
    void discardsHeldRecordsAfterARevocation() {
        poll(10);
        consumer.enforceRebalance();
        await().pollInSameThread().atMost(PATIENCE).until(() -> take() >= 0 && revoked.contains(partition));
        assertThatAllComeAgain();
    }

    @Test
    void discardsHeldRecordsAfterAPartitionLoss() throws Exception {
        poll(10);
        try (Admin admin = Admin.create(kafka.config())) {
            admin.removeMembersFromConsumerGroup(group, new RemoveMembersFromConsumerGroupOptions())
                    .all()
                    .get();
        }
        await().pollInSameThread().atMost(PATIENCE).until(() -> take() >= 0 && lost.contains(partition));
        assertThatAllComeAgain();
    }

    /** Nothing was committed: all come from the beginning, and each comes once. */
    private void assertThatAllComeAgain() {
        assertThat(came).isEqualTo(range(0, 10));
        poll(RECORDS);
        assertThat(came.subList(10, came.size())).isEqualTo(range(0, RECORDS));
    }

    /** Polls until there is no room, where there are as many records. */
    private void poll(int room) {
        gate.room = room;
        int until = came.size() + room;
        await().pollInSameThread().atMost(PATIENCE).until(() -> came.size() == until || take() > RECORDS);
    }

    private int take() {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofMillis(100));
        for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
            came.add(record.offset());
        }
        return records.count();
    }

    private static List<Long> range(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    private static final class Gate implements RecordGate {
        private int room;

        @Override
        public Predicate<ConsumerRecord<byte[], byte[]>> room() {
            return record -> {
                if (room == 0) {
                    return false;
                }
                room--;
                return true;
            };
        }

        @Override
        public void awaitRoom(Duration most) {}
    }
}
