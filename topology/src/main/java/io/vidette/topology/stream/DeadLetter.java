package io.vidette.topology.stream;

import io.vidette.topology.message.FrameId;
import io.vidette.topology.topic.TopicPlan;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * A refused record on the dead letters topic: key, value and headers unchanged, and headers that name its place and the
 * reason. Parts that are too large are left out, and their sizes are given in headers: a record that Kafka refuses
 * would stop its writer, again after each restart.
 */
public final class DeadLetter {
    /** Header: the topic it was refused on. */
    public static final String TOPIC = "deadLetter.topic";
    /** Header: its partition there, decimal. */
    public static final String PARTITION = "deadLetter.partition";
    /** Header: its offset there, decimal. */
    public static final String OFFSET = "deadLetter.offset";
    /** Header: one line that says why, of at most {@link #MAX_CAUSE} characters. */
    public static final String CAUSE = "deadLetter.cause";
    /** Header: size of the value, if it was too large to keep, decimal. */
    public static final String OMITTED_BYTES = "deadLetter.omittedBytes";
    /** Header: size of the key in UTF-8, if it was too large to keep, decimal. */
    public static final String OMITTED_KEY_BYTES = "deadLetter.omittedKeyBytes";
    /** Header: size of the record's headers that were too large to keep, decimal. */
    public static final String OMITTED_HEADER_BYTES = "deadLetter.omittedHeaderBytes";

    /** The largest value kept, in bytes: what the frames topic takes. */
    public static final int MAX_VALUE_BYTES = (int) TopicPlan.MAX_RECORD.bytes();
    /** The largest key kept, in bytes. */
    public static final int MAX_KEY_BYTES = 64 << 10;
    /** How much of the headers is kept, in bytes: in their order, each that still fits. */
    public static final int MAX_HEADER_BYTES = 256 << 10;
    /** The longest cause, in UTF-16 units. */
    public static final int MAX_CAUSE = 1_000;

    /** The largest dead letter with headers and framing, which its writer's {@code max.request.size} must allow. */
    public static final int MAX_BYTES = (int) TopicPlan.MAX_DEAD_LETTER.bytes();

    /** Of a header, beside its name and its value: their lengths. */
    private static final int LENGTHS = 10;

    private DeadLetter() {}

    /** Makes the dead letter of a record. */
    public static Record<String, Object> of(Record<String, byte @Nullable []> refused, FrameId id, String cause) {
        Headers headers = headers(refused.headers(), id.topic(), id.partition(), id.offset(), cause);
        @Nullable String key = refused.key();
        boolean keepsKey = keeps(length(key), MAX_KEY_BYTES, headers, OMITTED_KEY_BYTES);
        byte[] value = refused.value();
        boolean keepsValue = keeps(length(value), MAX_VALUE_BYTES, headers, OMITTED_BYTES);
        return new Record<>(
                keepsKey ? key : null, keepsValue ? value : null, Math.max(0, refused.timestamp()), headers);
    }

    /** The same of a record that was read by a plain consumer, for the topic of the dead letters. */
    public static ProducerRecord<byte[], byte[]> of(
            ConsumerRecord<byte[], byte[]> refused, String deadLetters, String cause) {
        Headers headers = headers(refused.headers(), refused.topic(), refused.partition(), refused.offset(), cause);
        byte[] key = refused.key();
        boolean keepsKey = keeps(length(key), MAX_KEY_BYTES, headers, OMITTED_KEY_BYTES);
        byte[] value = refused.value();
        boolean keepsValue = keeps(length(value), MAX_VALUE_BYTES, headers, OMITTED_BYTES);
        return new ProducerRecord<>(deadLetters, null, keepsKey ? key : null, keepsValue ? value : null, headers);
    }

    private static Headers headers(Headers own, String topic, int partition, long offset, String cause) {
        Headers headers = new RecordHeaders();
        int kept = 0;
        long omitted = 0;
        for (Header header : own) {
            int size = length(header.key()) + length(header.value()) + LENGTHS;
            if (size <= MAX_HEADER_BYTES - kept) {
                headers.add(header);
                kept += size;
            } else {
                omitted += size;
            }
        }
        if (omitted > 0) {
            put(headers, OMITTED_HEADER_BYTES, Long.toString(omitted));
        }
        put(headers, TOPIC, topic);
        put(headers, PARTITION, Integer.toString(partition));
        put(headers, OFFSET, Long.toString(offset));
        put(headers, CAUSE, cause.length() <= MAX_CAUSE ? cause : cause.substring(0, MAX_CAUSE - 3) + "...");
        return headers;
    }

    /** Says so in a header where not. */
    private static boolean keeps(int length, int most, Headers headers, String omission) {
        if (length <= most) {
            return true;
        }
        put(headers, omission, Integer.toString(length));
        return false;
    }

    private static int length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static void put(Headers headers, String key, String value) {
        headers.add(key, value.getBytes(StandardCharsets.UTF_8));
    }
}
