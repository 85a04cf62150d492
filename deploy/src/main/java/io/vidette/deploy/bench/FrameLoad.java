package io.vidette.deploy.bench;

import io.vidette.topology.client.KafkaClients;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.message.CaptureClock;
import io.vidette.topology.message.FrameHeaders;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Publishes frames as cameras would, one camera per partition.
 *
 * @param jpegs published in turn, of {@code width} times {@code height} pixels
 */
record FrameLoad(Map<String, Object> client, String topic, int cameras, List<byte[]> jpegs, int width, int height) {
    FrameLoad {
        client = Map.copyOf(client);
        jpegs = List.copyOf(jpegs);
    }

    /**
     * Publishes and waits for Kafka to have all.
     *
     * @param framesPerSecond 0 for as fast as possible
     */
    void publish(int count, double framesPerSecond) {
        AtomicReference<@Nullable Exception> failed = new AtomicReference<>();
        try (Producer<String, byte[]> producer = new KafkaClients(client).loadProducer(5 << 20)) {
            long start = System.nanoTime();
            for (int i = 0; i < count; i++) {
                if (framesPerSecond > 0) {
                    waitUntil(start + (long) (i * 1e9 / framesPerSecond));
                }
                var unused = producer.send(frame(i), (at, failure) -> {
                    if (failure != null) {
                        failed.compareAndSet(null, failure);
                    }
                });
            }
            producer.flush();
        }
        Exception failure = failed.get();
        if (failure != null) {
            throw new UserError(
                    "the benchmark's frames were refused by " + topic + ": " + failure.getMessage(), failure);
        }
    }

    private ProducerRecord<String, byte[]> frame(int i) {
        int camera = i % cameras;
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(topic, camera, "bench-" + camera, jpegs.get(i % jpegs.size()));
        new FrameHeaders(i / cameras, Instant.now(), CaptureClock.ARRIVAL, width, height, width, height, i)
                .writeTo(record.headers());
        return record;
    }

    private static void waitUntil(long nanoTime) {
        for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
