package io.vidette.topology.camera;

import io.vidette.topology.client.KafkaConnection;
import io.vidette.topology.lifecycle.Running;
import io.vidette.topology.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The specs of all cameras as the cameras topic has them now, for parts that need what a camera's record says of them. A
 * record that cannot be read changes nothing: the camera keeps its last good spec.
 *
 * <p>Threading: owns the thread {@code cameras-watch}; {@link #spec} may be called from any.
 */
public final class CameraWatch implements Running {
    private static final Logger LOG = LoggerFactory.getLogger(CameraWatch.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long PAUSE_MILLIS = 1000;
    private static final long CLOSE_MILLIS = 3000;

    private final KafkaConnection connection;
    private final String topic;
    private final CameraSpecs specs;
    private final CountDownLatch caughtUp = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "cameras-watch");
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile @Nullable Consumer<String, byte[]> current;

    /** Starts to read; the topic must exist. */
    public CameraWatch(KafkaConnection connection, Topics topics) {
        this.connection = connection;
        topic = topics.cameras();
        specs = new CameraSpecs(topic);
        thread.setDaemon(true);
        thread.start();
    }

    /** Waits until what was on the topic at the start has been read; false where that takes longer. */
    public boolean await(Duration limit) {
        try {
            return caughtUp.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** A camera's spec; empty for one that is not attached, and for all until the topic has been read once. */
    public Optional<CameraSpec> spec(String camera) {
        return specs.spec(camera);
    }

    private void run() {
        while (isRunning()) {
            try {
                followWithNewConsumer();
            } catch (WakeupException e) {
                LOG.debug("woken up to stop");
            } catch (KafkaException e) {
                LOG.warn("following {} failed and is begun anew: {}", topic, e.toString());
                pause();
            }
        }
    }

    private void followWithNewConsumer() {
        Consumer<String, byte[]> consumer = consumer();
        current = consumer;
        try {
            follow(consumer);
        } finally {
            current = null;
            // Else it waits for its last fetch, which the broker holds for half a second, and a restart with it.
            consumer.close(CloseOptions.timeout(Duration.ZERO));
        }
    }

    private Consumer<String, byte[]> consumer() {
        Map<String, Object> config = connection.config();
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, "cameras-watch");
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
    }

    private void follow(Consumer<String, byte[]> consumer) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        specs.begin();
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (isRunning()) {
            if (ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
                specs.caughtUp();
                caughtUp.countDown();
            }
            consumer.poll(POLL).forEach(this::read);
        }
    }

    private void read(ConsumerRecord<String, byte[]> message) {
        if (message.key() != null) {
            specs.read(message.key(), message.value());
        }
    }

    private boolean isRunning() {
        return stopping.getCount() > 0;
    }

    private void pause() {
        try {
            var unused = stopping.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopping.countDown();
        }
    }

    @Override
    public void close() {
        stopping.countDown();
        Consumer<String, byte[]> consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
