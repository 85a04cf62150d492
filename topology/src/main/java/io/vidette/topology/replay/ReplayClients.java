package io.vidette.topology.replay;

import io.vidette.topology.client.KafkaConnection;
import io.vidette.topology.fault.UserError;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The Kafka clients of a replay. */
final class ReplayClients {
    private static final int MAX_POLL_RECORDS = 64;
    private static final int MAX_REQUEST = 5 << 20;

    private ReplayClients() {}

    static Consumer<String, byte[]> consumer(KafkaConnection connection, String group) {
        Map<String, Object> config = connection.config();
        config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_POLL_RECORDS);
        config.put(
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                Math.toIntExact(connection.patience().toMillis()));
        return new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
    }

    static KafkaProducer<String, byte[]> producer(KafkaConnection connection, String transactions) {
        Map<String, Object> config = connection.config();
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactions);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 20);
        return new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
    }

    /** What Kafka threw, in a line for the user. */
    static UserError explain(KafkaConnection connection, ReplayRequest request, KafkaException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProducerFencedException || cause instanceof InvalidProducerEpochException) {
                return new UserError(
                        "another run of the replay '" + request.name()
                                + "' has started and continues where this one stopped; give one of them another --name",
                        e);
            }
        }
        return new UserError(
                "the replay '" + request.name() + "' stopped, Kafka at " + connection.bootstrapServers() + " says: "
                        + String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString())
                        + "; " + request.remedy(),
                e);
    }
}
