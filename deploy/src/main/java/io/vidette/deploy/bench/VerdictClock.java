package io.vidette.deploy.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.vidette.topology.client.KafkaClients;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.serde.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Reads the detections topic with read_committed and records when each verdict became visible. To disturb the
 * measurement little, verdicts are parsed, and the waiting thread is woken, only when all have arrived.
 *
 * <p>Threading: owns one thread, {@code bench-verdicts}.
 */
final class VerdictClock implements AutoCloseable {
    /** Interval at which the waiting thread checks whether a verdict has arrived. */
    private static final long LOOK_MILLIS = 1_000;

    /** When the picture was taken and when its verdict was read, both in nanoseconds of the wall clock. */
    record Seen(long capturedNanos, long readNanos) {
        double millis() {
            return (readNanos - capturedNanos) / 1e6;
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Arrival(byte[] verdict, long readNanos) {
        Seen seen() {
            try {
                JsonNode tree = Json.mapper().readTree(verdict);
                return new Seen(nanos(Instant.parse(tree.path("capturedAt").asText())), readNanos);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private final Consumer<String, byte[]> consumer;
    private final Thread thread;
    private final List<Arrival> arrivals = new ArrayList<>();
    private int wanted = Integer.MAX_VALUE;
    private volatile boolean closing;

    VerdictClock(Map<String, Object> client, String topic) {
        consumer = new KafkaClients(client).timingReader();
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(p -> new TopicPartition(p.topic(), p.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        thread = new Thread(this::read, "bench-verdicts");
        thread.setDaemon(true);
        thread.start();
    }

    private void read() {
        try {
            while (!closing) {
                ConsumerRecords<String, byte[]> records = consumer.poll(Duration.ofMillis(50));
                long now = nanos(Instant.now());
                synchronized (arrivals) {
                    records.forEach(record -> arrivals.add(new Arrival(record.value(), now)));
                    if (arrivals.size() >= wanted) {
                        arrivals.notifyAll();
                    }
                }
            }
        } catch (InterruptException e) {
            Thread.currentThread().interrupt();
        } finally {
            consumer.close();
        }
    }

    private static long nanos(Instant time) {
        return time.getEpochSecond() * 1_000_000_000L + time.getNano();
    }

    /**
     * Waits until that many verdicts were read and returns them in the order of reading.
     *
     * @throws UserError when none arrives for a minute
     */
    List<Seen> await(int count) throws InterruptedException {
        synchronized (arrivals) {
            wanted = count;
            int before = -1;
            long deadline = 0;
            while (arrivals.size() < count) {
                if (arrivals.size() != before) {
                    before = arrivals.size();
                    deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
                }
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    throw new UserError(
                            "no verdict for a minute after " + before + " of " + count + "; check the broker's log");
                }
                arrivals.wait(Math.min(left, LOOK_MILLIS));
            }
            return arrivals.subList(0, count).stream().map(Arrival::seen).toList();
        }
    }

    @Override
    public void close() throws InterruptedException {
        closing = true;
        thread.join(10_000);
    }
}
