package io.vidette.topology.serde;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.util.Map;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * A message as JSON in UTF-8. Unknown fields are ignored, so that a minor version may add some; an unknown major version
 * is refused.
 */
public final class JsonSerde<T> implements Serde<T>, Serializer<T>, Deserializer<T> {
    private final String schema;
    private final ObjectReader reader;
    private final ObjectWriter writer;

    /**
     * For messages of one type.
     *
     * @param schema what the field {@code schema} must hold, such as {@code vidette.detections/1}
     */
    public JsonSerde(Class<T> type, String schema) {
        this.schema = schema;
        this.reader = Json.mapper().readerFor(type);
        // Not for the type: a field that only one kind of a sealed message has would be left out.
        this.writer = Json.mapper().writer();
    }

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable T message) {
        if (message == null) {
            return null;
        }
        try {
            return writer.writeValueAsBytes(message);
        } catch (JsonProcessingException e) {
            throw new SerializationException("cannot write a " + schema + " for " + topic, e);
        }
    }

    /**
     * Reads a message.
     *
     * @throws SerializationException in one line, when the bytes are no message of this schema
     */
    @Override
    public @Nullable T deserialize(String topic, byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        try {
            JsonNode tree = Json.mapper().readTree(bytes);
            String found = tree.path("schema").asText("");
            if (!found.isEmpty() && !found.equals(schema)) {
                throw new SerializationException("record of schema '" + found + "' on " + topic
                        + "; this version reads '" + schema + "', so upgrade the reader");
            }
            @Nullable T message = reader.readValue(tree);
            if (message == null) {
                // A record without a value says something; one with the value null, or none of any length, is a
                // mistake.
                throw new SerializationException("record on " + topic + " is not a " + schema + ": it is empty");
            }
            return message;
        } catch (IOException e) {
            throw new SerializationException(
                    "record on " + topic + " is not a " + schema + ": " + JsonFault.inWords(e), e);
        }
    }

    @Override
    public Serializer<T> serializer() {
        return this;
    }

    @Override
    public Deserializer<T> deserializer() {
        return this;
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {}

    @Override
    public void close() {}
}
