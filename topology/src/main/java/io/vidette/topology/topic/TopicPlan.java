package io.vidette.topology.topic;

import io.vidette.topology.config.ByteSize;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;

/** The topics of an installation, as they should be. */
public final class TopicPlan {
    /** The largest record on any topic but that of the dead letters. A 4K JPEG at quality 95 stays below. */
    public static final ByteSize MAX_RECORD = ByteSize.mebibytes(4);

    /** The largest dead letter: a refused record, and the headers that say why. */
    public static final ByteSize MAX_DEAD_LETTER = ByteSize.mebibytes(5);

    private static final ByteSize SMALLEST_SEGMENT = ByteSize.mebibytes(1);
    private static final ByteSize LARGEST_SEGMENT = ByteSize.mebibytes(128);

    private TopicPlan() {}

    /** All topics that ingest, detection and tracking need; they have the same number of partitions. */
    public static List<TopicSpec> of(TopicSettings settings) {
        Topics names = settings.names();
        return List.of(
                topic(names.frames(), settings, frames(settings)),
                topic(names.detections(), settings, kept(settings.detectionsRetention())),
                topic(names.events(), settings, kept(settings.eventsRetention())),
                topic(names.counts(), settings, kept(settings.eventsRetention())),
                topic(names.cameras(), settings, compacted()),
                topic(names.cameraStatus(), settings, compacted()),
                topic(names.deadLetters(), settings, deadLetters(settings)));
    }

    /**
     * The topic of a replay, kept as long as the live verdicts.
     *
     * @param partitions of the frames topic
     */
    public static TopicSpec replay(TopicSettings settings, String name, int partitions) {
        TopicSpec spec = topic(settings.names().replay(name), settings, kept(settings.detectionsRetention()));
        return new TopicSpec(spec.name(), partitions, spec.replicationFactor(), spec.settings());
    }

    /** Segments are small because Kafka deletes only whole segments. */
    private static Map<String, String> frames(TopicSettings settings) {
        long partition = Math.max(1, settings.framesSize().bytes() / settings.partitions());
        long segment = Math.min(LARGEST_SEGMENT.bytes(), Math.max(SMALLEST_SEGMENT.bytes(), partition / 8));
        Map<String, String> map = new HashMap<>(kept(settings.framesRetention()));
        map.put(TopicConfig.RETENTION_BYTES_CONFIG, Long.toString(partition));
        map.put(TopicConfig.SEGMENT_BYTES_CONFIG, Long.toString(segment));
        return map;
    }

    private static Map<String, String> deadLetters(TopicSettings settings) {
        Map<String, String> map = new HashMap<>(kept(settings.deadLettersRetention()));
        map.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Long.toString(MAX_DEAD_LETTER.bytes()));
        return map;
    }

    /**
     * Retention uses the arrival time, not the capture time: a camera with its clock at 1970 would else lose frames
     * before detection and verdicts before they are read, and one with its clock at 2070 would keep them for decades.
     */
    private static Map<String, String> kept(Duration retention) {
        return Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE,
                TopicConfig.RETENTION_MS_CONFIG, Long.toString(retention.toMillis()),
                TopicConfig.SEGMENT_MS_CONFIG, Long.toString(Math.max(60_000, retention.toMillis() / 8)),
                TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime",
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Long.toString(MAX_RECORD.bytes()));
    }

    /** Every reader reads it from the start, so it is compacted early. */
    private static Map<String, String> compacted() {
        return Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_COMPACT,
                TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
                "0.1",
                TopicConfig.SEGMENT_MS_CONFIG,
                Long.toString(Duration.ofHours(1).toMillis()));
    }

    private static TopicSpec topic(String name, TopicSettings settings, Map<String, String> map) {
        Map<String, String> all = new HashMap<>(map);
        if (settings.replicationFactor() >= 3) {
            all.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, "2");
        }
        return new TopicSpec(name, settings.partitions(), settings.replicationFactor(), all);
    }
}
