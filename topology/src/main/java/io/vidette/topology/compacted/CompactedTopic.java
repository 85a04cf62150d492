package io.vidette.topology.compacted;

import org.apache.kafka.common.serialization.Deserializer;

/**
 * A compacted topic and how its records are read. A record without a value removes its key.
 *
 * @param keys reads a key; throws a {@link org.apache.kafka.common.errors.SerializationException} for an invalid one
 * @param values reads a value; throws a {@link org.apache.kafka.common.errors.SerializationException} for an invalid one.
 *     The messages of both are one line without secrets
 */
public record CompactedTopic<K, V>(String name, Deserializer<K> keys, Deserializer<V> values) {}
