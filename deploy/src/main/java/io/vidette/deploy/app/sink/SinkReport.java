package io.vidette.deploy.app.sink;

import io.vidette.topology.sink.SinkCounts;
import io.vidette.topology.sink.SinkRequest;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a sink did. One of {@code file} and {@code receiver} is there, or none for stdout.
 *
 * @param file that the records were appended to
 * @param receiver host that the records were sent to
 * @param delivered records that were forwarded
 * @param filtered records that the filter held back, or without a value
 * @param retried attempts after the first
 * @param deadLettered records that were copied to the dead letters topic
 * @param lag offsets that were not read yet, if known
 */
public record SinkReport(
        String topic,
        String group,
        Optional<String> file,
        Optional<String> receiver,
        long delivered,
        long filtered,
        long retried,
        long deadLettered,
        OptionalLong lag) {
    static SinkReport of(SinkRequest request, Optional<String> file, Optional<String> receiver, SinkCounts counts) {
        return new SinkReport(
                request.topic(),
                request.group(),
                file,
                receiver,
                counts.delivered(),
                counts.filtered(),
                counts.retried(),
                counts.deadLettered(),
                counts.lag());
    }
}
