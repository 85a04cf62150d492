package io.vidette.deploy.app.sink;

import io.vidette.topology.sink.RecordFilter;
import io.vidette.topology.sink.SinkRequest;
import java.util.Optional;

/**
 * What a sink forwards.
 *
 * @param topic name of a topic, with or without the prefix
 * @param group consumer group; absent for one made of the topic and the target
 * @param fromEnd whether a new group, or a new file, begins at the end of the topic; else at its beginning
 * @param filter which records are forwarded
 * @param once whether to end when everything that was there at the start is forwarded
 */
public record SinkOrder(String topic, Optional<String> group, boolean fromEnd, RecordFilter filter, boolean once) {
    /**
     * Validates the order.
     *
     * @throws IllegalArgumentException if Kafka refuses such a group
     */
    public SinkOrder {
        group.ifPresent(SinkRequest::checkGroup);
    }
}
