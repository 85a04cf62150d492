package io.vidette.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vidette.KafkaUnderTest;
import io.vidette.topology.stream.DeadMembers;
import io.vidette.topology.topic.KafkaConnection;
import io.vidette.topology.topic.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a stream thread that failed leaves behind in its group. */
@ExtendWith(KafkaUnderTest.class)
class DeadMembersTest {
    /** Longer than anybody waits here. */
    private static final Duration SESSION = Duration.ofMinutes(5);

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void leaveTheirPartitionsBeforeTheirSessionEnds(KafkaConnection kafka) throws Exception {
        Topics topics = TestTopics.create(kafka, "dead");
        String group = topics.prefix() + "detect";
        Map<String, Object> config = kafka.config();
        config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        config.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, "node-2");
        config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, (int) SESSION.toMillis());
        try (Admin admin = Admin.create(kafka.config());
                DeadMembers dead = new DeadMembers(kafka.config(), group, "node")) {
            try (KafkaConsumer<byte[], byte[]> thread =
                    new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                thread.subscribe(List.of(topics.frames()));
                await("a share of the partitions").atMost(PATIENCE).until(() -> {
                    thread.poll(Duration.ofMillis(50));
                    return !thread.assignment().isEmpty();
                });
            }
            assertThat(members(admin, group))
                    .extracting(MemberDescription::groupInstanceId)
                    .containsExactly(Optional.of("node-2"));

            dead.remove("detect-StreamThread-2");

            await("the dead member's leave")
                    .atMost(PATIENCE)
                    .until(() -> members(admin, group).isEmpty());
        }
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
