package io.vidette.topology.stream;

import io.vidette.topology.message.FrameId;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * A refused record on the dead letters topic: key, value and headers as they were, and headers that say where it lay and
 * why it was refused.
 */
public final class DeadLetter {
    /** Header: the topic it was refused on. */
    public static final String TOPIC = "deadLetter.topic";
    /** Header: its partition there, decimal. */
    public static final String PARTITION = "deadLetter.partition";
    /** Header: its offset there, decimal. */
    public static final String OFFSET = "deadLetter.offset";
    /** Header: one line that says why. */
    public static final String CAUSE = "deadLetter.cause";
    /** Header: how large the value was, where it was too large to keep, decimal. */
    public static final String OMITTED_BYTES = "deadLetter.omittedBytes";

    /** The largest value kept, in bytes: what the frames topic takes. A larger one would fail the send, and the task. */
    public static final int MAX_VALUE_BYTES = 4 << 20;

    private DeadLetter() {}

    /** Makes the dead letter of a record. */
    public static Record<String, Object> of(Record<String, byte @Nullable []> refused, FrameId id, String cause) {
        Headers headers = new RecordHeaders(refused.headers().toArray());
        put(headers, TOPIC, id.topic());
        put(headers, PARTITION, Integer.toString(id.partition()));
        put(headers, OFFSET, Long.toString(id.offset()));
        put(headers, CAUSE, cause);
        byte[] value = refused.value();
        if (value != null && value.length > MAX_VALUE_BYTES) {
            put(headers, OMITTED_BYTES, Integer.toString(value.length));
            value = null;
        }
        return new Record<>(refused.key(), value, Math.max(0, refused.timestamp()), headers);
    }

    /** The same of a record that was read by a plain consumer, for the topic of the dead letters. */
    public static ProducerRecord<byte[], byte[]> of(
            ConsumerRecord<byte[], byte[]> refused, String deadLetters, String cause) {
        Headers headers = new RecordHeaders(refused.headers().toArray());
        put(headers, TOPIC, refused.topic());
        put(headers, PARTITION, Integer.toString(refused.partition()));
        put(headers, OFFSET, Long.toString(refused.offset()));
        put(headers, CAUSE, cause);
        byte[] value = refused.value();
        if (value != null && value.length > MAX_VALUE_BYTES) {
            put(headers, OMITTED_BYTES, Integer.toString(value.length));
            value = null;
        }
        return new ProducerRecord<>(deadLetters, null, refused.key(), value, headers);
    }

    private static void put(Headers headers, String key, String value) {
        headers.add(key, value.getBytes(StandardCharsets.UTF_8));
    }
}
