package io.vidette.topology.compacted;

import java.util.Optional;

/**
 * The state of a key after the records that were read.
 *
 * @param value of the last valid record; absent if Kafka has none
 * @param problem why the newest record is invalid; absent if it is valid. One line without secrets
 */
public record Latest<V>(Optional<V> value, Optional<String> problem) {
    static <V> Latest<V> valid(V value) {
        return new Latest<>(Optional.of(value), Optional.empty());
    }

    static <V> Latest<V> none() {
        return new Latest<>(Optional.empty(), Optional.empty());
    }

    /** The state after one more record, which is invalid. The last valid value stays in force. */
    Latest<V> withProblem(String reason) {
        return new Latest<>(value, Optional.of(reason));
    }

    boolean isNone() {
        return value.isEmpty() && problem.isEmpty();
    }
}
