package io.vidette.topology.replay;

import io.vidette.topology.client.KafkaClients;
import io.vidette.topology.client.KafkaConnection;
import io.vidette.topology.fault.UserError;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;

/** The Kafka clients of a replay. */
final class ReplayClients {
    private static final int MAX_POLL_RECORDS = 64;
    private static final int MAX_REQUEST = 5 << 20;

    private ReplayClients() {}

    static Consumer<String, byte[]> consumer(KafkaConnection connection, String group) {
        return KafkaClients.of(connection).exactlyOnceReader(group, MAX_POLL_RECORDS, connection.patience());
    }

    static Producer<String, byte[]> producer(KafkaConnection connection, String transactions) {
        return KafkaClients.of(connection).transactionalProducer(transactions, MAX_REQUEST);
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
