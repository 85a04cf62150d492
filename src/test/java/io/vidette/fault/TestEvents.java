package io.vidette.fault;

import io.vidette.topology.client.KafkaConnection;
import io.vidette.topology.topic.Topics;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Small events, numbered for each camera; even ones are cars, odd ones persons. */
final class TestEvents {
    private final KafkaConnection kafka;
    private final Topics topics;

    TestEvents(KafkaConnection kafka, Topics topics) {
        this.kafka = kafka;
        this.topics = topics;
    }

    static String json(String camera, int number) {
        return "{\"camera\":\"%s\",\"label\":\"%s\",\"n\":%d}"
                .formatted(camera, number % 2 == 0 ? "car" : "person", number);
    }

    /** Those of a camera from one number up to another. */
    void send(String camera, int from, int to) {
        String[] values = new String[to - from];
        for (int i = from; i < to; i++) {
            values[i - from] = json(camera, i);
        }
        sendRaw(camera, values);
    }

    void sendRaw(String camera, String... values) {
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(kafka.config(), new StringSerializer(), new StringSerializer())) {
            for (String value : values) {
                producer.send(new ProducerRecord<>(topics.events(), camera, value))
                        .get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
