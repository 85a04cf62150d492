package io.vidette.topology.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.vidette.topology.config.ByteSize;
import io.vidette.topology.config.ConfigReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TopicPlanTest {
    private static final TopicSettings DEFAULTS = ConfigReader.defaults(TopicSettings.class);

    @Test
    void partitionsFramesDetectionsAndCamerasAlike() {
        assertThat(TopicPlan.of(DEFAULTS)).extracting(TopicSpec::partitions).containsOnly(8);
    }

    @Test
    void sharesTheDiskAmongThePartitionsOfFrames() {
        assertThat(frames(4, ByteSize.mebibytes(400)))
                .containsEntry(
                        "retention.bytes", Long.toString(ByteSize.mebibytes(100).bytes()))
                .containsEntry(
                        "segment.bytes", Long.toString(ByteSize.mebibytes(100).bytes() / 8))
                .containsEntry("retention.ms", "3600000");
    }

    @Test
    void boundsTheSegmentSize() {
        assertThat(frames(1024, ByteSize.mebibytes(64)))
                .containsEntry(
                        "segment.bytes", Long.toString(ByteSize.mebibytes(1).bytes()));
        assertThat(frames(1, ByteSize.mebibytes(1 << 20)))
                .containsEntry(
                        "segment.bytes", Long.toString(ByteSize.mebibytes(128).bytes()));
    }

    @Test
    void retainsRecordsByArrivalTime() {
        assertThat(TopicPlan.of(DEFAULTS))
                .filteredOn(spec -> "delete".equals(spec.settings().get("cleanup.policy")))
                .hasSize(5)
                .allSatisfy(
                        spec -> assertThat(spec.settings()).containsEntry("message.timestamp.type", "LogAppendTime"));
    }

    @Test
    void keepsTheLatestOfEveryCamera() {
        assertThat(List.of(spec("vidette.cameras"), spec("vidette.camera-status")))
                .allSatisfy(spec -> assertThat(spec.settings()).containsEntry("cleanup.policy", "compact"));
    }

    private static TopicSpec spec(String name) {
        return TopicPlan.of(DEFAULTS).stream()
                .filter(spec -> spec.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, String> frames(int partitions, ByteSize size) {
        return TopicPlan.of(new TopicSettings(
                        "",
                        partitions,
                        1,
                        Duration.ofHours(1),
                        size,
                        Duration.ofDays(1),
                        Duration.ofDays(1),
                        Duration.ofDays(1)))
                .get(0)
                .settings();
    }
}
