package io.vidette.topology.track;

import io.vidette.topology.message.WindowCount;
import io.vidette.topology.tracker.TrackConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.query.KeyQuery;
import org.apache.kafka.streams.query.Query;
import org.apache.kafka.streams.query.QueryResult;
import org.apache.kafka.streams.query.RangeQuery;
import org.apache.kafka.streams.query.StateQueryRequest;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the stores of the tracker, through Kafka Streams' interactive queries alone.
 *
 * <p>Threading: any.
 */
final class TrackQueries {
    private static final Logger LOG = LoggerFactory.getLogger(TrackQueries.class);

    private final Supplier<KafkaStreams> streams;
    private final TrackConfig config;
    private final String detections;
    private final Optional<String> own;

    /**
     * Of one node.
     *
     * @param own {@code host:port} that this node advertises to others
     */
    TrackQueries(Supplier<KafkaStreams> streams, TrackConfig config, String detections, Optional<String> own) {
        this.streams = streams;
        this.own = own;
        this.config = config;
        this.detections = detections;
    }

    Answer<CameraObjects> objects(String camera) {
        return state(camera, state -> new Answer.Here<>(CameraObjects.of(camera, state)));
    }

    Answer<CameraCounts> counts(String camera) {
        return state(camera, state -> {
            List<WindowCount> open = state.occupancy().counts(camera, config.countWindow());
            return ask(
                    camera,
                    TrackProcessor.RECENT_COUNTS,
                    RangeQuery.<String, WindowCount>withRange(RecentCounts.first(camera), RecentCounts.last(camera)),
                    rows -> new Answer.Here<>(new CameraCounts(camera, open, all(rows))));
        });
    }

    private <T> Answer<T> state(String camera, Function<CameraTracks, Answer<T>> answer) {
        return ask(camera, TrackProcessor.STORE, KeyQuery.<String, CameraTracks>withKey(camera), answer);
    }

    /** The state of a camera is where the partition of its verdicts is. */
    private <R, T> Answer<T> ask(String camera, String store, Query<R> query, Function<R, Answer<T>> answer) {
        KafkaStreams running = streams.get();
        try {
            KeyQueryMetadata where = running.queryMetadataForKey(TrackProcessor.STORE, camera, new StringSerializer());
            if (where == null || where.equals(KeyQueryMetadata.NOT_AVAILABLE)) {
                return new Answer.NotYet<>("the partitions are being divided among nodes");
            }
            if (!isFollowedHere(running, where.partition())) {
                return elsewhere(where.activeHost());
            }
            QueryResult<R> result = running.query(StateQueryRequest.inStore(store)
                            .withQuery(query)
                            .withPartitions(Set.of(where.partition()))
                            .requireActive())
                    .getPartitionResults()
                    .get(where.partition());
            if (result == null || result.isFailure()) {
                return new Answer.NotYet<>("the camera's partition is being handed over");
            }
            R value = result.getResult();
            return value == null ? new Answer.Unknown<>() : answer.apply(value);
        } catch (IllegalStateException | InvalidStateStoreException e) {
            LOG.debug("camera '{}' cannot be asked for", camera, e);
            return new Answer.NotYet<>("the tracker is not running");
        } catch (StreamsException e) {
            LOG.warn("camera '{}' cannot be asked for: {}", camera, e.toString());
            return new Answer.NotYet<>("the tracker cannot be asked");
        }
    }

    private boolean isFollowedHere(KafkaStreams running, int partition) {
        TopicPartition source = new TopicPartition(detections, partition);
        return running.metadataForLocalThreads().stream()
                .flatMap(thread -> thread.activeTasks().stream())
                .anyMatch(task -> task.topicPartitions().contains(source));
    }

    private <T> Answer<T> elsewhere(HostInfo host) {
        Optional<String> address = host == null || host.equals(HostInfo.unavailable())
                ? Optional.empty()
                : Optional.of(host.host() + ":" + host.port());
        return elsewhere(address, own);
    }

    /**
     * A node that is named as the owner of a partition that it does not have yet is about to receive it, so no other
     * node is asked.
     */
    static <T> Answer<T> elsewhere(Optional<String> owner, Optional<String> own) {
        return owner.isPresent() && owner.equals(own)
                ? new Answer.NotYet<>("the camera's partition is on its way to this node")
                : new Answer.Elsewhere<>(owner);
    }

    private static List<WindowCount> all(KeyValueIterator<String, WindowCount> rows) {
        List<WindowCount> counts = new ArrayList<>();
        try (rows) {
            rows.forEachRemaining(row -> counts.add(row.value));
        }
        return counts;
    }
}
