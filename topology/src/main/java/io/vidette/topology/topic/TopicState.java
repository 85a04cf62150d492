package io.vidette.topology.topic;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A topic as it is.
 *
 * @param settings those that are not the cluster's defaults
 */
public record TopicState(String name, int replicationFactor, Map<String, String> settings, List<Partition> partitions) {
    public TopicState {
        settings = Map.copyOf(settings);
        partitions = List.copyOf(partitions);
    }

    /**
     * One partition.
     *
     * @param start the first offset that is still there
     * @param end the offset that the next record gets
     * @param bytes on the leader's disk; absent where this client may not ask
     */
    public record Partition(int partition, long start, long end, Optional<Long> bytes) {}

    /** Offsets that are still there, over all partitions; transaction markers count too. */
    @JsonProperty
    public long offsets() {
        return partitions.stream().mapToLong(p -> p.end() - p.start()).sum();
    }

    /** On the leaders' disks; absent where this client may not ask. */
    @JsonProperty
    public Optional<Long> bytes() {
        return partitions.stream().allMatch(p -> p.bytes().isPresent())
                ? Optional.of(
                        partitions.stream().mapToLong(p -> p.bytes().orElse(0L)).sum())
                : Optional.empty();
    }
}
