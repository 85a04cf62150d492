package io.vidette.topology.sink;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.vidette.topology.serde.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A record as a sink sees it. */
sealed interface SinkRecord {
    /** Calls the handler for its kind. */
    void handle(Handler<Wanted> wanted, Handler<Unwanted> unwanted, Handler<Unreadable> unreadable)
            throws InterruptedException;

    /** What a sink does with a record of one kind. */
    @FunctionalInterface
    interface Handler<R extends SinkRecord> {
        void handle(R record) throws InterruptedException;
    }

    /**
     * To be handed on.
     *
     * @param json on one line, without a line terminator; unchanged if it was one line already
     */
    record Wanted(String json) implements SinkRecord {
        @Override
        public void handle(Handler<Wanted> wanted, Handler<Unwanted> unwanted, Handler<Unreadable> unreadable)
                throws InterruptedException {
            wanted.handle(this);
        }
    }

    /** Held back by the filter, or without a value. */
    record Unwanted() implements SinkRecord {
        @Override
        public void handle(Handler<Wanted> wanted, Handler<Unwanted> unwanted, Handler<Unreadable> unreadable)
                throws InterruptedException {
            unwanted.handle(this);
        }
    }

    /**
     * The value is not a JSON object.
     *
     * @param cause one line
     */
    record Unreadable(String cause) implements SinkRecord {
        @Override
        public void handle(Handler<Wanted> wanted, Handler<Unwanted> unwanted, Handler<Unreadable> unreadable)
                throws InterruptedException {
            unreadable.handle(this);
        }
    }

    static SinkRecord of(ConsumerRecord<byte[], byte[]> record, RecordFilter filter) {
        byte[] value = record.value();
        if (value == null) {
            return new Unwanted();
        }
        try {
            JsonNode tree = Json.mapper().readTree(value);
            if (!tree.isObject()) {
                return new Unreadable("not a JSON object");
            }
            if (!filter.passes(tree)) {
                return new Unwanted();
            }
            return new Wanted(
                    isOneLine(value)
                            ? new String(value, StandardCharsets.UTF_8)
                            : Json.mapper().writeValueAsString(tree));
        } catch (JsonProcessingException e) {
            return new Unreadable("not valid JSON: "
                    + e.getOriginalMessage().lines().findFirst().orElse("unreadable"));
        } catch (IOException e) {
            return new Unreadable("not valid JSON: " + e.getMessage());
        }
    }

    private static boolean isOneLine(byte[] value) {
        for (byte b : value) {
            if (b == '\n' || b == '\r') {
                return false;
            }
        }
        return true;
    }
}
