package io.vidette.ingest.ownership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vidette.topology.camera.CameraRecords;
import io.vidette.topology.camera.CameraSpec;
import io.vidette.topology.serde.JsonSerde;
import io.vidette.topology.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CameraOwnershipTest {
    private static final String TOPIC = "vidette.cameras";
    private static final TopicPartition P0 = new TopicPartition(TOPIC, 0);
    private static final TopicPartition P1 = new TopicPartition(TOPIC, 1);

    private final JsonSerde<CameraSpec> serde = new JsonSerde<>(CameraSpec.class, CameraSpec.SCHEMA);
    private final Crew crew = new Crew();
    private final AtomicInteger consumersMade = new AtomicInteger();
    private final List<Integer> offsets = new ArrayList<>(List.of(0, 0));
    private volatile MockConsumer<byte[], byte[]> consumer = consumer();
    private CameraOwnership ownership;

    @BeforeEach
    void start() {
        ownership = ownership(Duration.ofSeconds(6));
    }

    @AfterEach
    void close() {
        ownership.close();
    }

    @Test
    void readsThePastOfAPartitionBeforeItAttachesCameras() {
        consumer.schedulePollTask(() -> {
            consumer.rebalance(List.of(P0));
            put(P0, "gate", spec("rtsp://old/"));
            put(P0, "yard", spec("rtsp://yard/"));
            put(P0, "gone", spec("rtsp://gone/"));
            put(P0, "gate", spec("rtsp://new/"));
            put(P0, "gone", null);
        });
        ownership.start();
        crew.await("attach gate rtsp://new/", "attach yard rtsp://yard/");
    }

    @Test
    void followsLaterRecords() {
        consumer.schedulePollTask(() -> consumer.rebalance(List.of(P0)));
        consumer.schedulePollTask(() -> put(P0, "gate", spec("rtsp://one/")));
        consumer.schedulePollTask(() -> put(P0, "gate", spec("rtsp://two/")));
        consumer.schedulePollTask(() -> put(P0, "gate", null));
        ownership.start();
        crew.await(
                "attach gate rtsp://one/",
                "attach gate rtsp://two/",
                "detach [gate] Optional[camera was removed] true");
    }

    @Test
    void refusesAnInvalidRecordAndContinues() {
        consumer.schedulePollTask(() -> {
            consumer.rebalance(List.of(P0));
            put(P0, "gate", "{\"url\":\"rtsp://a:Secret-9@host/\"}".getBytes(StandardCharsets.UTF_8));
            put(P0, "torn", "rtsp://a:Secret-9@host/".getBytes(StandardCharsets.UTF_8));
            put(P0, "yard", spec("rtsp://yard/"));
        });
        ownership.start();
        await().until(() -> crew.calls.size() == 3);
        assertThat(crew.calls.get(0)).startsWith("refuse gate").contains("name a secret in 'credentials'");
        assertThat(crew.calls.get(1)).startsWith("refuse torn");
        assertThat(crew.calls.get(2)).isEqualTo("attach yard rtsp://yard/");
        assertThat(crew.calls).noneMatch(call -> call.contains("Secret-9"));
    }

    @Test
    void keepsReadingACameraWhenItsNewRecordIsInvalid() {
        byte[] crossed = ("{\"url\":\"rtsp://other/\",\"areas\":{\"zones\":[{\"name\":\"door\","
                        + "\"points\":[[0,0],[1,1],[1,0],[0,1]]}]}}")
                .getBytes(StandardCharsets.UTF_8);
        byte[] later = "{\"schema\":\"vidette.cameras/2\"}".getBytes(StandardCharsets.UTF_8);
        consumer.schedulePollTask(() -> {
            consumer.rebalance(List.of(P0));
            put(P0, "gate", spec("rtsp://gate/"));
            put(P0, "gate", "torn".getBytes(StandardCharsets.UTF_8));
            put(P0, "gone", spec("rtsp://gone/"));
            put(P0, "gone", null);
            put(P0, "gone", later);
        });
        consumer.schedulePollTask(() -> put(P0, "gate", crossed));
        consumer.schedulePollTask(() -> put(P0, "gate", later));
        consumer.schedulePollTask(() -> put(P0, "gate", spec("rtsp://mended/")));
        ownership.start();
        await().until(() -> crew.calls.contains("attach gate rtsp://mended/"));
        assertThat(crew.calls)
                .filteredOn(call -> call.contains("gate"))
                .containsExactly("attach gate rtsp://gate/", "attach gate rtsp://mended/");
        assertThat(crew.calls)
                .filteredOn(call -> call.contains("gone"))
                .singleElement()
                .asString()
                .startsWith("refuse gone");
    }

    @Test
    void ignoresAnInvalidRecordOnAnotherPartition() {
        TopicPartition home = new TopicPartition(TOPIC, BuiltInPartitioner.partitionForKey(bytes("gate"), 2));
        TopicPartition other = home.equals(P0) ? P1 : P0;
        Node broker = new Node(0, "localhost", 9092);
        Node[] replicas = {broker};
        consumer.updatePartitions(
                TOPIC,
                List.of(
                        new PartitionInfo(TOPIC, 0, broker, replicas, replicas),
                        new PartitionInfo(TOPIC, 1, broker, replicas, replicas)));
        consumer.schedulePollTask(() -> {
            consumer.rebalance(List.of(P0, P1));
            put(home, "gate", spec("rtsp://gate/"));
            put(other, "gate", bytes("torn"));
        });
        consumer.schedulePollTask(() -> put(other, "gate", bytes("torn again")));
        consumer.schedulePollTask(() -> put(home, "gate", spec("rtsp://moved/")));
        ownership.start();
        crew.await("attach gate rtsp://gate/", "attach gate rtsp://moved/");
    }

    @Test
    void detachesOnlyTheCamerasOfARevokedPartition() {
        consumer.schedulePollTask(() -> {
            consumer.rebalance(List.of(P0, P1));
            put(P0, "gate", spec("rtsp://gate/"));
            put(P1, "yard", spec("rtsp://yard/"));
        });
        ownership.start();
        await().until(() -> crew.calls.size() == 2);
        consumer.schedulePollTask(() -> consumer.rebalance(List.of(P1)));
        await().until(() -> crew.calls.contains("detach [gate] Optional.empty true"));
        assertThat(crew.calls).noneMatch(call -> call.startsWith("detach [yard"));
    }

    @Test
    void survivesOutagesOfTheBrokers() {
        consumer.schedulePollTask(() -> {
            consumer.rebalance(List.of(P0));
            put(P0, "gate", spec("rtsp://gate/"));
            consumer.setOffsetsException(new TimeoutException("away"));
        });
        consumer.schedulePollTask(() -> consumer.setPollException(new TimeoutException("away")));
        ownership.start();
        crew.await("attach gate rtsp://gate/");
        assertThat(consumersMade).hasValue(1);
    }

    @Test
    void restartsWithANewConsumerWhenOneFails() {
        MockConsumer<byte[], byte[]> broken = consumer;
        broken.schedulePollTask(() -> {
            broken.rebalance(List.of(P0));
            put(P0, "gate", spec("rtsp://gate/"));
        });
        ownership.start();
        crew.await("attach gate rtsp://gate/");
        consumer = consumer();
        broken.setPollException(new KafkaException("broken for good"));
        await().until(() -> consumersMade.get() == 2);
        assertThat(broken.closed()).isTrue();
        assertThat(crew.calls).anyMatch(call -> call.startsWith("detach [gate]"));
    }

    @Test
    void continuesWithANewConsumerOnRenewal() {
        MockConsumer<byte[], byte[]> old = consumer;
        old.schedulePollTask(() -> {
            old.rebalance(List.of(P0));
            put(P0, "gate", spec("rtsp://gate/"));
        });
        ownership.start();
        crew.await("attach gate rtsp://gate/");
        consumer = consumer();
        ownership.renew();
        await().until(() -> consumersMade.get() == 2);
        assertThat(old.closed()).isTrue();
    }

    @Test
    void ownsCamerasWhileItPolls() {
        assertThat(ownership.isSure()).isTrue();
        ownership.start();
        await().until(() -> ownership.isSure());
    }

    /** As after the process was suspended: a poll that does not return lets the group's patience run out. */
    @Test
    void doubtsItsOwnershipAfterTooLongWithoutAPoll() throws InterruptedException {
        CountDownLatch suspended = new CountDownLatch(1);
        CountDownLatch resumed = new CountDownLatch(1);
        ownership = ownership(Duration.ofMillis(100));
        consumer.schedulePollTask(() -> {
            suspended.countDown();
            awaitLatch(resumed);
        });
        ownership.start();
        suspended.await();
        try {
            await("unsure while it does not poll").until(() -> !ownership.isSure());
        } finally {
            resumed.countDown(); // a consumer that polls cannot be woken up, and so not be closed
        }
        await("sure again after a poll").until(ownership::isSure);
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    private CameraOwnership ownership(Duration sessionTimeout) {
        return new CameraOwnership(
                CameraRecords.specs(Topics.DEFAULT),
                "node-1",
                () -> {
                    consumersMade.incrementAndGet();
                    return consumer;
                },
                crew,
                sessionTimeout,
                Duration.ofSeconds(5));
    }

    private void put(TopicPartition partition, String camera, byte @Nullable [] value) {
        int offset = offsets.get(partition.partition());
        offsets.set(partition.partition(), offset + 1);
        consumer.addRecord(new ConsumerRecord<>(TOPIC, partition.partition(), offset, bytes(camera), value));
        consumer.updateEndOffsets(Map.of(partition, offset + 1L));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private byte[] spec(String url) {
        byte[] bytes = serde.serialize(TOPIC, CameraSpec.of(url));
        return bytes == null ? new byte[0] : bytes;
    }

    private static MockConsumer<byte[], byte[]> consumer() {
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
        consumer.updateBeginningOffsets(Map.of(P0, 0L, P1, 0L));
        consumer.updateEndOffsets(Map.of(P0, 0L, P1, 0L));
        return consumer;
    }

    /** Writes down what it is told. */
    private static final class Crew implements CameraCrew {
        private final List<String> calls = new CopyOnWriteArrayList<>();

        @Override
        public void attach(String camera, CameraSpec spec) {
            calls.add("attach " + camera + " " + spec.url());
        }

        @Override
        public void refuse(String camera, String reason) {
            calls.add("refuse " + camera + " " + reason);
        }

        @Override
        public void detach(Collection<String> cameras, Optional<String> farewell, boolean drain) {
            calls.add("detach " + cameras + " " + farewell + " " + drain);
        }

        void await(String... expected) {
            org.awaitility.Awaitility.await().until(() -> calls.size() >= expected.length);
            assertThat(calls).containsExactly(expected);
        }
    }
}
