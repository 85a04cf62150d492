package io.vidette.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A broker that is killed between the decision to commit and its marks on the partitions must set these marks when it
 * comes back. Kafka 4.3 and 4.4 forget them (KAFKA-20734), and readers of committed records then wait for ever. Many
 * producers commit without a pause, so that each kill meets some of them there.
 */
class KilledCommitTest {
    private static final int PRODUCERS = 16;
    private static final int KILLS = 2;
    private static final int COMMITS = 200;
    private static final String TOPIC = "commits";
    /** Transactions without a decision are aborted after this long, and only the forgotten ones remain. */
    private static final Duration TRANSACTION = Duration.ofSeconds(2);

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    private final Nodes nodes = new Nodes();

    @TempDir
    private Path data;

    @Test
    void completesTransactionsThatWereDecided() throws Exception {
        int port = NodeProcess.freePort();
        List<String> up = new ArrayList<>(List.of("up", "--data", data.toString(), "--weights", Nodes.WEIGHTS));
        up.addAll(List.of("--camera", "gate=synthetic:?fps=1&size=320x240"));
        up.addAll(List.of("--set", "embedded.port=" + port));
        up.addAll(List.of("--set", "embedded.controllerPort=" + NodeProcess.freePort()));
        String servers = "localhost:" + port;

        NodeProcess node = nodes.start("up", up).awaitReady();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, PRODUCERS, (short) 1)))
                    .all()
                    .get();
        }
        for (int kill = 1; kill <= KILLS; kill++) {
            List<Committer> committers = IntStream.range(0, PRODUCERS)
                    .mapToObj(i -> new Committer(servers, i))
                    .toList();
            await("commits of all")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> committers.stream().allMatch(committer -> committer.commits.get() >= COMMITS));
            node.kill();
            committers.forEach(Committer::close);
            node = nodes.start("up", up).awaitReady();
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
                await("no transaction left open after kill " + kill)
                        .atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(ends(admin, IsolationLevel.READ_COMMITTED))
                                .isEqualTo(ends(admin, IsolationLevel.READ_UNCOMMITTED)));
            }
        }
    }

    private static Map<Integer, Long> ends(Admin admin, IsolationLevel level)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        IntStream.range(0, PRODUCERS).forEach(i -> latest.put(new TopicPartition(TOPIC, i), OffsetSpec.latest()));
        Map<Integer, Long> ends = new HashMap<>();
        admin.listOffsets(latest, new ListOffsetsOptions(level))
                .all()
                .get()
                .forEach((partition, end) -> ends.put(partition.partition(), end.offset()));
        return ends;
    }

    /** Commits transactions of one record, until its broker is gone. */
    private static final class Committer implements AutoCloseable {
        private final KafkaProducer<String, byte[]> producer;
        private final int partition;
        private final AtomicInteger commits = new AtomicInteger();
        private final Thread thread;

        Committer(String servers, int partition) {
            this.partition = partition;
            this.producer = new KafkaProducer<>(
                    Map.of(
                            "bootstrap.servers",
                            servers,
                            "transactional.id",
                            "committer-" + partition,
                            "transaction.timeout.ms",
                            (int) TRANSACTION.toMillis(),
                            "max.block.ms",
                            (int) PATIENCE.toMillis()),
                    new StringSerializer(),
                    new ByteArraySerializer());
            this.thread = new Thread(this::run, "committer-" + partition);
            thread.start();
        }

        private void run() {
            try {
                producer.initTransactions();
                while (true) {
                    producer.beginTransaction();
                    // What fails with it is the commit.
                    var unused = producer.send(new ProducerRecord<>(TOPIC, partition, "gate", new byte[100]));
                    producer.commitTransaction();
                    commits.incrementAndGet();
                }
            } catch (KafkaException | IllegalStateException e) {
                // Closed below, or fenced: the broker it wrote to is gone.
            }
        }

        @Override
        public void close() {
            producer.close(Duration.ZERO);
            try {
                thread.join(PATIENCE.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
