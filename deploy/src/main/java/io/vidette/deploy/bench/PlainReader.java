package io.vidette.deploy.bench;

import io.vidette.topology.client.KafkaClients;
import io.vidette.topology.fault.UserError;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** The baseline: Kafka's consumer with its default settings, which reads a topic and discards the records. */
final class PlainReader {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private PlainReader() {}

    /**
     * Reads a topic from its beginning.
     *
     * @param records that are there
     * @return records per second after the first quarter
     * @throws UserError when none arrives for a minute
     */
    static double rate(Map<String, Object> client, String topic, int records) {
        int first = records / 4;
        int read = 0;
        long begin = 0;
        long heard = System.nanoTime();
        try (Consumer<byte[], byte[]> consumer = new KafkaClients(client).plainReader()) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (read < records) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    if (read == first) {
                        begin = System.nanoTime();
                    }
                    read += record.value().length > 0 ? 1 : 0;
                    heard = System.nanoTime();
                }
                if (System.nanoTime() - heard > PATIENCE.toNanos()) {
                    throw new UserError(
                            "no frame for a minute after " + read + " of " + records + "; check the broker's log");
                }
            }
            return (records - 1 - first) * 1e9 / (heard - begin);
        }
    }
}
