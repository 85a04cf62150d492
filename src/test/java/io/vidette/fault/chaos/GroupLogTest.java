package io.vidette.fault.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vidette.fault.JavaProcess;
import io.vidette.fault.NodeProcess;
import io.vidette.topology.config.ByteSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A broker that was killed reads its groups while it loses its partitions once more and gets them back. Kafka 4.2 takes the
 * end of the reading that it began before for that of the second, and works from then on with groups that it has read in
 * part. The less there is to read, the sooner the first reading is over.
 */
class GroupLogTest {
    private static final int KILLS = 3;
    private static final int PARTITIONS = 200;
    private static final String TOPIC = "frames";
    private static final String GROUP = "detect";
    /** Makes 33 MB. */
    private static final int COMMITS = 3000;

    private static final ByteSize KEPT = ByteSize.mebibytes(8);
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    private Path data;

    @Test
    void staysSmallEnoughForAKilledBrokerToReload() throws Exception {
        int port = NodeProcess.freePort();
        List<String> arguments = LoneBroker.arguments(data, port, NodeProcess.freePort());
        Path logs = Path.of("target", "faults", "GroupLogTest");
        JavaProcess broker = start(logs.resolve("broker-0.log"), arguments);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", "localhost:" + port))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1)))
                    .all()
                    .get();
            long offset = 0;
            while (offset < COMMITS) {
                commit(admin, ++offset);
            }

            await("what groups wrote to be compacted")
                    .atMost(PATIENCE)
                    .ignoreExceptions() // the broker deletes files while they are counted
                    .until(() -> written() < KEPT.bytes());

            for (int kill = 1; kill <= KILLS; kill++) {
                broker.kill();
                Path log = logs.resolve("broker-" + kill + ".log");
                broker = start(log, arguments);
                for (int i = 0; i < 100; i++) {
                    assertThat(committed(admin)).isEqualTo(all(offset));
                    commit(admin, ++offset);
                }
                assertThat(Files.readString(log)).doesNotContain("out of sync");
            }
        } finally {
            broker.kill();
        }
    }

    private static JavaProcess start(Path log, List<String> arguments) {
        return JavaProcess.start(log, LoneBroker.class, List.of(), arguments);
    }

    private static void commit(Admin admin, long offset) throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        partitions().forEach(partition -> offsets.put(partition, new OffsetAndMetadata(offset)));
        admin.alterConsumerGroupOffsets(GROUP, offsets).all().get();
    }

    private static Map<TopicPartition, Long> committed(Admin admin) throws ExecutionException, InterruptedException {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        admin.listConsumerGroupOffsets(GROUP)
                .partitionsToOffsetAndMetadata()
                .get()
                .forEach((partition, offset) -> offsets.put(partition, offset.offset()));
        return offsets;
    }

    private static Map<TopicPartition, Long> all(long offset) {
        return partitions().stream().collect(Collectors.toMap(partition -> partition, partition -> offset));
    }

    private static List<TopicPartition> partitions() {
        return IntStream.range(0, PARTITIONS)
                .mapToObj(number -> new TopicPartition(TOPIC, number))
                .toList();
    }

    private long written() throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            long bytes = 0;
            for (Path file : files.filter(path -> path.toString().contains("__consumer_offsets-")
                            && path.toString().endsWith(".log"))
                    .toList()) {
                bytes += Files.size(file);
            }
            return bytes;
        }
    }
}
