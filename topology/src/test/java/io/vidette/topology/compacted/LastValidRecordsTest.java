package io.vidette.topology.compacted;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LastValidRecordsTest {
    private static final String TOPIC = "labels";
    private static final String BAD = "bad";
    private static final CompactedTopic<String, String> LABELS =
            new CompactedTopic<>(TOPIC, new StringDeserializer(), (topic, value) -> label(value));
    private static final TopicPartition HOME = new TopicPartition(TOPIC, home("gate"));
    private static final TopicPartition OTHER = new TopicPartition(TOPIC, 1 - home("gate"));

    private final Calls calls = new Calls();
    private final LastValidRecords<String, String> view = new LastValidRecords<>(LABELS, calls);
    private long clock;

    @BeforeEach
    void begin() {
        view.partitionCount(2);
        view.begin(HOME);
        view.begin(OTHER);
    }

    @Test
    void reportsOnlyTheOutcomeOfThePast() {
        put(HOME, "gate", "one");
        put(HOME, "gate", "two");
        put(HOME, "gone", "one");
        put(HOME, "gone", null);
        assertThat(calls.seen).isEmpty();
        view.caughtUp(HOME);
        assertThat(calls.seen).containsExactly("gate=two");
    }

    @Test
    void keepsTheLastValidValueAfterAnInvalidRecord() {
        put(HOME, "gate", "one");
        put(HOME, "gate", BAD);
        view.caughtUp(HOME);
        put(HOME, "gate", BAD);
        assertThat(calls.seen).containsExactly("gate=one");
        assertThat(view.latest()).isEqualTo(Map.of("gate", new Latest<>(Optional.of("one"), Optional.of("invalid"))));
        put(HOME, "gate", "two");
        assertThat(calls.seen).containsExactly("gate=one", "gate=two");
        assertThat(view.latest()).isEqualTo(Map.of("gate", Latest.valid("two")));
    }

    @Test
    void refusesAKeyWithoutAValidRecordUntilItHasOne() {
        put(HOME, "gate", "one");
        put(HOME, "gate", null);
        put(HOME, "gate", BAD);
        view.caughtUp(HOME);
        put(HOME, "gate", "two");
        put(HOME, "gate", null);
        assertThat(calls.seen).containsExactly("gate refused: invalid", "gate=two", "gate removed");
        assertThat(view.latest()).isEmpty();
    }

    @Test
    void refusesNothingForAnInvalidRecordOnAnotherPartition() {
        put(OTHER, "gate", BAD);
        view.caughtUp(OTHER);
        assertThat(calls.seen).isEmpty();
        put(HOME, "gate", "one");
        view.caughtUp(HOME);
        put(OTHER, "gate", BAD);
        put(OTHER, "gate", null);
        assertThat(calls.seen).containsExactly("gate=one");
    }

    @Test
    void namesAnInvalidRecordOnAnotherPartitionInTheState() {
        put(OTHER, "gate", BAD);
        view.caughtUp(OTHER);
        view.caughtUp(HOME);
        assertThat(view.latest()).isEqualTo(Map.of("gate", new Latest<>(Optional.empty(), Optional.of("invalid"))));
    }

    @Test
    void takesTheNewestOfValidRecordsOnSeveralPartitions() {
        put(OTHER, "gate", "one");
        put(HOME, "gate", "two");
        view.caughtUp(HOME);
        view.caughtUp(OTHER);
        assertThat(calls.seen).containsExactly("gate=two");
        put(OTHER, "gate", "three");
        put(OTHER, "gate", null);
        assertThat(calls.seen).containsExactly("gate=two", "gate=three", "gate=two");
    }

    @Test
    void keepsItsStateWhileAPartitionIsReadAgain() {
        put(HOME, "gate", "one");
        put(HOME, "yard", "one");
        put(HOME, "dock", "one");
        view.caughtUp(HOME);
        calls.seen.clear();
        view.begin(HOME);
        // The valid record of the dock was compacted away in the meantime.
        put(HOME, "dock", BAD);
        put(HOME, "gate", "two");
        assertThat(calls.seen).isEmpty();
        view.caughtUp(HOME);
        assertThat(calls.seen).containsExactlyInAnyOrder("gate=two", "yard removed");
        assertThat(view.latest()).containsEntry("dock", new Latest<>(Optional.of("one"), Optional.of("invalid")));
    }

    @Test
    void releasesTheKeysOfAPartitionThatHaveNoOtherRecord() {
        put(HOME, "gate", "one");
        put(HOME, "yard", "one");
        view.caughtUp(HOME);
        put(OTHER, "gate", "two");
        view.caughtUp(OTHER);
        calls.seen.clear();
        view.release(Set.of(HOME), CompactedListener.Release.LOST);
        assertThat(calls.seen).containsExactly("[yard] LOST");
        assertThat(view.partitions()).containsExactly(OTHER);
        view.release(Set.of(OTHER), CompactedListener.Release.CLOSED);
        assertThat(calls.seen).containsExactly("[yard] LOST", "[gate] CLOSED");
    }

    @Test
    void ignoresRecordsWithoutAKey() {
        view.caughtUp(HOME);
        view.read(new ConsumerRecord<>(TOPIC, HOME.partition(), 0, null, "one".getBytes(StandardCharsets.UTF_8)));
        assertThat(calls.seen).isEmpty();
        assertThat(view.latest()).isEmpty();
    }

    private void put(TopicPartition partition, String key, @Nullable String value) {
        byte[] bytes = value == null ? null : value.getBytes(StandardCharsets.UTF_8);
        view.read(new ConsumerRecord<>(
                TOPIC,
                partition.partition(),
                clock,
                clock++,
                TimestampType.LOG_APPEND_TIME,
                0,
                0,
                key.getBytes(StandardCharsets.UTF_8),
                bytes,
                new RecordHeaders(),
                Optional.empty()));
    }

    private static String label(byte[] value) {
        String text = new String(value, StandardCharsets.UTF_8);
        if (text.equals(BAD)) {
            throw new SerializationException("invalid");
        }
        return text;
    }

    private static int home(String key) {
        return Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % 2;
    }

    /** Records the calls as text. */
    private static final class Calls implements CompactedListener<String, String> {
        private final List<String> seen = new ArrayList<>();

        @Override
        public void changed(String key, String value) {
            seen.add(key + "=" + value);
        }

        @Override
        public void refused(String key, String reason) {
            seen.add(key + " refused: " + reason);
        }

        @Override
        public void removed(String key) {
            seen.add(key + " removed");
        }

        @Override
        public void released(Set<String> keys, Release why) {
            seen.add(keys + " " + why);
        }
    }
}
