package io.vidette.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vidette.KafkaUnderTest;
import io.vidette.topology.client.KafkaConnection;
import io.vidette.topology.stream.DeadThreads;
import io.vidette.topology.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What stream threads that died leave behind in their group. */
@ExtendWith(KafkaUnderTest.class)
class DeadThreadsTest {
    /** Longer than anybody waits here. */
    private static final Duration LONG = Duration.ofMinutes(5);

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void leaveTheirPartitionsBeforeTheirSessionEnds(KafkaConnection kafka) throws Exception {
        Topics topics = TestTopics.create(kafka, "dead");
        String group = topics.prefix() + "detect";
        try (Admin admin = Admin.create(kafka.config());
                DeadThreads dead = new DeadThreads(kafka.config(), group, "node", () -> Set.of(1, 3))) {
            join(kafka, topics, group, "node-2");
            assertThat(names(admin, group)).containsExactly("node-2");

            dead.remove("detect-StreamThread-2");

            await("the dead member's leave")
                    .atMost(PATIENCE)
                    .until(() -> names(admin, group).isEmpty());

            // A broker may forget what it was told.
            join(kafka, topics, group, "node-2");
            await("its second leave")
                    .atMost(PATIENCE)
                    .until(() -> names(admin, group).isEmpty());
        }
    }

    @Test
    void abortTheirTransactionsWhenARestartHasFewerThreads(KafkaConnection kafka) throws Exception {
        Topics topics = TestTopics.create(kafka, "killed");
        String group = topics.prefix() + "detect";
        UUID killed = UUID.randomUUID();
        String gone = group + "-" + killed + "-3";
        Set<String> others = Set.of(group + "-" + killed + "-2", group + "-" + UUID.randomUUID() + "-3");
        List<KafkaProducer<byte[], byte[]>> producers = new ArrayList<>();
        try (Admin admin = Admin.create(kafka.config());
                DeadThreads dead = new DeadThreads(kafka.config(), group, "node", () -> Set.of(1, 2))) {
            for (String member : List.of("node-1", "node-3", "another-3")) {
                join(kafka, topics, group, member);
            }
            producers.add(begin(kafka, topics, gone));
            for (String other : others) {
                producers.add(begin(kafka, topics, other));
            }
            assertThat(open(admin)).contains(gone).containsAll(others);

            dead.clear(killed);

            await("the end of what thread 3 left").atMost(PATIENCE).untilAsserted(() -> {
                assertThat(names(admin, group)).containsExactlyInAnyOrder("node-1", "another-3");
                assertThat(open(admin)).doesNotContain(gone).containsAll(others);
            });
            admin.removeMembersFromConsumerGroup(group, new RemoveMembersFromConsumerGroupOptions())
                    .all()
                    .get();
        } finally {
            producers.forEach(producer -> producer.close(Duration.ZERO));
        }
    }

    @Test
    void areRemovedWhenARebalanceWaitsForThem(KafkaConnection kafka) throws Exception {
        Topics topics = TestTopics.create(kafka, "ghost");
        String group = topics.prefix() + "detect";
        Map<String, Object> config = member(kafka, group, "node-1");
        config.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, (int) LONG.toMillis());
        try (Admin admin = Admin.create(kafka.config());
                DeadThreads dead = new DeadThreads(kafka.config(), group, "node", () -> Set.of(1));
                KafkaConsumer<byte[], byte[]> node = consumer(config)) {
            config.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, "ghost-1");
            joinAndVanish(topics, config);

            node.subscribe(List.of(topics.frames()));
            await("the partitions of one who lives").atMost(PATIENCE).until(() -> {
                node.poll(Duration.ofMillis(50));
                return !node.assignment().isEmpty();
            });
            assertThat(names(admin, group)).containsExactly("node-1");
        }
    }

    /** Joins and goes away without a word, as a static member does. */
    private static void join(KafkaConnection kafka, Topics topics, String group, String instance) {
        joinAndVanish(topics, member(kafka, group, instance));
    }

    private static Map<String, Object> member(KafkaConnection kafka, String group, String instance) {
        Map<String, Object> config = kafka.config();
        config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        config.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instance);
        config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, (int) LONG.toMillis());
        config.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, 6_000); // those who are gone miss the next rebalance
        return config;
    }

    private static KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static void joinAndVanish(Topics topics, Map<String, Object> config) {
        try (KafkaConsumer<byte[], byte[]> thread = consumer(config)) {
            thread.subscribe(List.of(topics.frames()));
            await("a place in the group").atMost(PATIENCE).until(() -> {
                thread.poll(Duration.ofMillis(50));
                return thread.groupMetadata().generationId() > 0;
            });
        }
    }

    private static KafkaProducer<byte[], byte[]> begin(KafkaConnection kafka, Topics topics, String transaction)
            throws ExecutionException, InterruptedException {
        Map<String, Object> config = kafka.config();
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transaction);
        config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) LONG.toMillis());
        KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(topics.detections(), new byte[1])).get();
        return producer;
    }

    private static Set<String> open(Admin admin) throws ExecutionException, InterruptedException {
        return admin.listTransactions().all().get().stream()
                .filter(transaction -> transaction.state() == TransactionState.ONGOING)
                .map(TransactionListing::transactionalId)
                .collect(Collectors.toSet());
    }

    private static List<String> names(Admin admin, String group) throws ExecutionException, InterruptedException {
        return members(admin, group).stream()
                .map(member -> member.groupInstanceId().orElse(""))
                .toList();
    }

    private static Collection<MemberDescription> members(Admin admin, String group)
            throws ExecutionException, InterruptedException {
        return Objects.requireNonNull(admin.describeConsumerGroups(List.of(group))
                        .describedGroups()
                        .get(group))
                .get()
                .members();
    }
}
