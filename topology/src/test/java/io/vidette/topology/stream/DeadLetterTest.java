package io.vidette.topology.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.AbstractRecords;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.record.RecordBatch;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The dead letters of a sink, which reads records that anybody may have written. */
class DeadLetterTest {
    private static final String LONGEST_TOPIC = "t".repeat(249);

    @Test
    void keepsARecordOfTheMaximumSize() {
        byte[] key = new byte[DeadLetter.MAX_KEY_BYTES];
        byte[] value = new byte[DeadLetter.MAX_VALUE_BYTES];
        String cause = "c".repeat(DeadLetter.MAX_CAUSE);

        ProducerRecord<byte[], byte[]> letter = letter(key, value, new RecordHeaders(), cause);

        assertThat(letter.topic()).isEqualTo("dead-letters");
        assertThat(length(letter.key())).hasValue(DeadLetter.MAX_KEY_BYTES);
        assertThat(length(letter.value())).hasValue(DeadLetter.MAX_VALUE_BYTES);
        assertThat(header(letter, DeadLetter.CAUSE)).contains(cause);
        assertThat(header(letter, DeadLetter.OMITTED_KEY_BYTES)).isEmpty();
        assertThat(header(letter, DeadLetter.OMITTED_BYTES)).isEmpty();
        assertThat(header(letter, DeadLetter.OMITTED_HEADER_BYTES)).isEmpty();
    }

    @Test
    void omitsATooLargeValueAndReportsItsSize() {
        byte[] value = new byte[DeadLetter.MAX_VALUE_BYTES + 1];

        ProducerRecord<byte[], byte[]> letter = letter(new byte[1], value, new RecordHeaders(), "refused");

        assertThat(length(letter.value())).isEmpty();
        assertThat(length(letter.key())).hasValue(1);
        assertThat(header(letter, DeadLetter.OMITTED_BYTES)).contains(Integer.toString(value.length));
    }

    @Test
    void omitsATooLargeKeyAndReportsItsSize() {
        byte[] key = new byte[DeadLetter.MAX_KEY_BYTES + 1];

        ProducerRecord<byte[], byte[]> letter = letter(key, new byte[1], new RecordHeaders(), "refused");

        assertThat(length(letter.key())).isEmpty();
        assertThat(length(letter.value())).hasValue(1);
        assertThat(header(letter, DeadLetter.OMITTED_KEY_BYTES)).contains(Integer.toString(key.length));
    }

    @Test
    void omitsTooLargeHeadersAndReportsTheirSize() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("before", new byte[] {'1'}).add("junk", new byte[DeadLetter.MAX_HEADER_BYTES]);
        headers.add("after", new byte[] {'2'});

        ProducerRecord<byte[], byte[]> letter = letter(new byte[1], new byte[1], headers, "refused");

        assertThat(header(letter, "before")).contains("1");
        assertThat(letter.headers()).extracting(Header::key).doesNotContain("junk");
        assertThat(header(letter, "after")).contains("2");
        // The name, the value, and ten bytes for their lengths.
        assertThat(header(letter, DeadLetter.OMITTED_HEADER_BYTES))
                .contains(Integer.toString("junk".length() + DeadLetter.MAX_HEADER_BYTES + 10));
    }

    @Test
    void truncatesALongCause() {
        ProducerRecord<byte[], byte[]> letter =
                letter(new byte[1], new byte[1], new RecordHeaders(), "c".repeat(3_000_000));

        String cut = header(letter, DeadLetter.CAUSE).orElseThrow();
        assertThat(cut.length()).isEqualTo(DeadLetter.MAX_CAUSE);
        assertThat(cut).isEqualTo("c".repeat(DeadLetter.MAX_CAUSE - 3) + "...");
    }

    /** One that Kafka does not take would be tried again for ever. */
    @Test
    void fitsIntoTheLargestRequestOfItsProducer() {
        RecordHeaders headers = new RecordHeaders();
        for (int i = 0; i < 100_000; i++) {
            headers.add("h", new byte[] {1});
        }

        ProducerRecord<byte[], byte[]> letter = letter(
                new byte[DeadLetter.MAX_KEY_BYTES],
                new byte[DeadLetter.MAX_VALUE_BYTES],
                headers,
                "\u20ac".repeat(3_000_000));

        assertThat(bytes(letter)).isGreaterThan(DeadLetter.MAX_VALUE_BYTES).isLessThanOrEqualTo(DeadLetter.MAX_BYTES);
    }

    /** As a producer reckons before it compares with its {@code max.request.size}. */
    private static int bytes(ProducerRecord<byte[], byte[]> letter) {
        return AbstractRecords.estimateSizeInBytesUpperBound(
                RecordBatch.CURRENT_MAGIC_VALUE,
                CompressionType.NONE,
                letter.key(),
                letter.value(),
                letter.headers().toArray());
    }

    private static ProducerRecord<byte[], byte[]> letter(
            byte[] key, byte[] value, RecordHeaders headers, String cause) {
        ConsumerRecord<byte[], byte[]> refused = new ConsumerRecord<>(
                LONGEST_TOPIC,
                Integer.MAX_VALUE,
                Long.MAX_VALUE,
                0,
                TimestampType.CREATE_TIME,
                key.length,
                value.length,
                key,
                value,
                headers,
                Optional.empty());
        return DeadLetter.of(refused, "dead-letters", cause);
    }

    /** Lengths make failures readable; the bytes themselves do not. */
    private static OptionalInt length(byte @Nullable [] bytes) {
        return bytes == null ? OptionalInt.empty() : OptionalInt.of(bytes.length);
    }

    private static Optional<String> header(ProducerRecord<byte[], byte[]> letter, String name) {
        return Optional.ofNullable(letter.headers().lastHeader(name))
                .map(header -> new String(header.value(), StandardCharsets.UTF_8));
    }
}
